using System.Collections.Immutable;

namespace Xmrl.Reproduction.Papers;

/// <summary>What the method's paper prints about one of its experiments.</summary>
/// <param name="Experiment">Name of the experiment on the command line.</param>
/// <param name="Label">The paper's name.</param>
/// <param name="PeakShare">Share of critical tasks at the peak of Figure 3, in per cent.</param>
/// <param name="FidelityTasks">N_cri of Tables 4 and 5 (Appendix M.8).</param>
internal sealed record XmrlFigures(string Experiment, string Label, int PeakShare, int FidelityTasks)
{
    /// <summary>Table 1: MAML, XMRL, TW, MA, MR.</summary>
    public required ImmutableArray<PaperValue> Table1 { get; init; }

    /// <summary>Table 2: poor tasks before and after, other tasks before and after, share of degraded tasks.</summary>
    public required ImmutableArray<PaperValue> Table2 { get; init; }

    /// <summary>Table 3: mixing with a predefined law.</summary>
    public required PaperValue Table3 { get; init; }

    /// <summary>Table 4: critical tasks, all tasks, random tasks.</summary>
    public required ImmutableArray<PaperValue> Table4 { get; init; }

    /// <summary>Table 5: XMRL on random tasks.</summary>
    public required PaperValue Table5 { get; init; }

    /// <summary>Repairs of one base policy, averaged before anything is compared: seeds differ in tasks and base policy as well. One where
    /// a second would take too long.</summary>
    public int Repairs { get; init; } = 2;

    /// <summary>All experiments of the main text.</summary>
    public static ImmutableArray<XmrlFigures> All { get; } =
    [
        new("drone", "drone", 10, 10)
        {
            Table1 = [new(0.87, 0.01), new(0.97, 0.01), new(0.87, 0.02), new(0.91, 0.02), new(0.91, 0.02)],
            Table2 = [new(0.55), new(0.93), new(0.95), new(0.98), new(0)],
            Table3 = new(0.93),
            Table4 = [new(0.97, 0.02), new(0.68, 0.16), new(0.71, 0.08)],
            Table5 = new(0.89, 0.02),
        },
        new("stock", "stock market", 30, 15)
        {
            Table1 = [new(359.13, 18.63), new(421.13, 12.11), new(362.07, 14.21), new(389.17, 12.66), new(362.53, 14.27)],
            Table2 = [new(71.05), new(381.33), new(431.15), new(431.08), new(0.05)],
            Table3 = new(394.16),
            Table4 = [new(442.29, 12.79), new(296.27, 35.16), new(284.97, 29.85)],
            Table5 = new(365.16, 11.07),
        },
        new("halfcheetah-velocity", "HalfCheetah", 10, 10)
        {
            Table1 = [new(-68.89, 4.36), new(-44.67, 4.35), new(-65.14, 4.26), new(-63.49, 4.07), new(-61.15, 3.82)],
            Table2 = [new(-162.09), new(-55.00), new(-45.59), new(-42.10), new(0.025)],
            Table3 = new(-58.53),
            Table4 = [new(-37.14, 5.15), new(-104.79, 12.72), new(-96.78, 9.24)],
            Table5 = new(-71.12, 5.09),
            Repairs = 1,
        },
        new("ant-velocity", "Ant", 10, 10)
        {
            Table1 = [new(100.64, 3.63), new(119.15, 4.02), new(99.92, 4.56), new(106.44, 4.55), new(104.15, 4.74)],
            Table2 = [new(39.68), new(99.67), new(115.88), new(124.02), new(0.05)],
            Table3 = new(109.62),
            Table4 = [new(132.62, 5.15), new(62.47, 11.03), new(65.25, 3.10)],
            Table5 = new(104.98, 3.65),
            Repairs = 1,
        },
    ];
}
