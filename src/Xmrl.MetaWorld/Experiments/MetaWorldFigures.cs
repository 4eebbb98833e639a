using System.Collections.Immutable;

namespace Xmrl.MetaWorld.Experiments;

/// <summary>What the method's paper prints about ML10.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix M.9.</seealso>
internal static class MetaWorldFigures
{
    /// <summary>Column of the mean over families.</summary>
    public const string Average = "average";

    /// <summary>Row of SDVT.</summary>
    public const string Sdvt = "SDVT";

    /// <summary>Row of ECET.</summary>
    public const string Ecet = "ECET";

    /// <summary>The columns: test families in the paper's order, and their mean.</summary>
    public static ImmutableArray<string> Columns { get; } =
        ["door-close", "drawer-open", "lever-pull", "shelf-place", "sweep-into", Average];

    /// <summary>Table 7, and in its first row Table 6.</summary>
    public static ImmutableArray<(string Row, double[] Values)> Table7 { get; } =
    [
        ("MAML", [0.86, 0.35, 0.26, 0.00, 0.00, 0.29]),
        ("XMRL", [0.85, 0.38, 0.25, 0.09, 0.26, 0.37]),
        ("TW", [0.72, 0.29, 0.28, 0.00, 0.24, 0.31]),
        ("MA", [0.82, 0.38, 0.22, 0.00, 0.02, 0.29]),
        ("MR", [0.87, 0.33, 0.26, 0.04, 0.00, 0.30]),
        (Sdvt, [0.08, 0.65, 0.01, 0.00, 0.90, 0.33]),
        (Ecet, [0.58, 0.26, 0.24, 0.04, 0.46, 0.32]),
    ];

    /// <summary>Table 8: p of the difference to MAML, in the rows of Table 7.</summary>
    public static ImmutableArray<(string Row, double[] Values)> Table8 { get; } =
    [
        ("XMRL", [0.0209, 0.0095, 0.1192, 0.0065, 0.0000, 0.0081]),
        ("TW", [0.0001, 0.0039, 0.1945, 0.2589, 0.0000, 0.2551]),
        ("MA", [0.0041, 0.0183, 0.0340, 0.4784, 0.2850, 0.5765]),
        ("MR", [0.0490, 0.3747, 0.0159, 0.0010, 0.4469, 0.9293]),
        (Sdvt, [0.0000, 0.0000, 0.0000, 0.7373, 0.0000, 0.1087]),
        (Ecet, [0.0000, 0.0007, 0.0021, 0.0097, 0.0000, 0.0586]),
    ];

    /// <summary>Table 9: share of critical tasks in per cent, and the average.</summary>
    public static ImmutableArray<(int Share, double Value)> Table9 { get; } = [(10, 0.33), (20, 0.37), (30, 0.32), (40, 0.28), (50, 0.20)];

    /// <summary>Table 10: predefined mixing.</summary>
    public static ImmutableArray<double> Predefined { get; } = [0.83, 0.37, 0.24, 0.00, 0.09, 0.31];

    /// <summary>Table 11, fidelity: critical tasks, all tasks, random tasks.</summary>
    public static ImmutableArray<double> Fidelity { get; } = [0.24, 0.00, 0.02];

    /// <summary>Table 11, usefulness of random critical tasks.</summary>
    public const double RandomCritical = 0.31;
}
