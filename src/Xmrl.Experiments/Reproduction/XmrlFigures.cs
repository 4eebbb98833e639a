namespace Xmrl.Experiments.Reproduction;

/// <summary>What Tables 1 to 5 of xmrl print about one experiment.</summary>
internal sealed record XmrlFigures
{
    /// <summary>Table 1, MAML.</summary>
    public required PaperValue Maml { get; init; }

    /// <summary>Table 1, MAML + XMRL.</summary>
    public required PaperValue Xmrl { get; init; }

    /// <summary>Table 1, MAML + TW.</summary>
    public required PaperValue Tw { get; init; }

    /// <summary>Table 1, MAML + MA.</summary>
    public required PaperValue Ma { get; init; }

    /// <summary>Table 1, MAML + MR.</summary>
    public required PaperValue Mr { get; init; }

    /// <summary>Table 2, poor and other tasks under MAML.</summary>
    public required (double Poor, double Other) Before { get; init; }

    /// <summary>Table 2, poor and other tasks under MAML + XMRL.</summary>
    public required (double Poor, double Other) After { get; init; }

    /// <summary>Table 2, share of the other tasks that degrade, in per cent.</summary>
    public required double DegradedPercent { get; init; }

    /// <summary>Table 2, mean drop of these in per cent; null where none degrades.</summary>
    public double? DropPercent { get; init; }

    /// <summary>Table 3, predefined augmentation.</summary>
    public required PaperValue Predefined { get; init; }

    /// <summary>Table 4, a meta-policy trained on critical tasks alone, on all tasks, and on as many random ones.</summary>
    public required (PaperValue Critical, PaperValue Original, PaperValue Random) Fidelity { get; init; }

    /// <summary>Table 5, augmentation of random tasks.</summary>
    public required PaperValue RandomCritical { get; init; }

    /// <summary>The drone.</summary>
    public static XmrlFigures Drone { get; } = new()
    {
        Maml = new(0.87, 0.01),
        Xmrl = new(0.97, 0.01),
        Tw = new(0.87, 0.02),
        Ma = new(0.91, 0.02),
        Mr = new(0.91, 0.02),
        Before = (0.55, 0.95),
        After = (0.93, 0.98),
        DegradedPercent = 0,
        Predefined = new(0.93, 0.02),
        Fidelity = (new(0.97, 0.02), new(0.68, 0.16), new(0.71, 0.08)),
        RandomCritical = new(0.89, 0.02),
    };

    /// <summary>The stock market.</summary>
    public static XmrlFigures Stock { get; } = new()
    {
        Maml = new(359.13, 18.63),
        Xmrl = new(421.13, 12.11),
        Tw = new(362.07, 14.21),
        Ma = new(389.17, 12.66),
        Mr = new(362.53, 14.27),
        Before = (71.05, 431.15),
        After = (381.33, 431.08),
        DegradedPercent = 5,
        DropPercent = 3.8,
        Predefined = new(394.16, 16.85),
        Fidelity = (new(442.29, 12.79), new(296.27, 35.16), new(284.97, 29.85)),
        RandomCritical = new(365.16, 11.07),
    };
}
