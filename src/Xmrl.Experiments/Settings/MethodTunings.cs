using Xmrl.Experiments.Improvement;

namespace Xmrl.Experiments.Settings;

/// <summary>Tuning of every improvement method: what a sweep searches, and where its result goes.</summary>
public sealed record MethodTunings
{
    /// <summary>XMRL. Strength: weight of the mixed samples against the own ones.</summary>
    public MethodTuning Xmrl { get; init; } = new();

    /// <summary>Continued. It has no strength.</summary>
    public MethodTuning Continued { get; init; } = new();

    /// <summary>DoubleWeight. Strength s: critical tasks weigh 1 + s.</summary>
    public MethodTuning DoubleWeight { get; init; } = new();

    /// <summary>RandomCritical. Strength as for XMRL.</summary>
    public MethodTuning RandomCritical { get; init; } = new();

    /// <summary>NearestCritical. Strength as for XMRL.</summary>
    public MethodTuning NearestCritical { get; init; } = new();

    /// <summary>PredefinedAugmentation. Strength as for XMRL.</summary>
    public MethodTuning PredefinedAugmentation { get; init; } = new();

    /// <summary>TW. Strength s: a task of weight ω weighs max(0, 1 + s(ω − 1)), divided by the mean over tasks.</summary>
    public MethodTuning Tw { get; init; } = new();

    /// <summary>MA. Strength as for XMRL.</summary>
    public MethodTuning Ma { get; init; } = new();

    /// <summary>MR. Strength: factor on both regularizers.</summary>
    public MethodTuning Mr { get; init; } = new();

    /// <summary>XMRL-Weighted. Strength s: a task of influence h, in standard deviations over tasks, weighs max(0, 1 + s·h), divided by the
    /// mean over tasks.</summary>
    public MethodTuning XmrlWeighted { get; init; } = new();

    /// <summary>XMRL-Poor. Strength: weight of a poor task against a training task.</summary>
    public MethodTuning XmrlPoor { get; init; } = new();

    /// <summary>RandomAdded. Strength as for XMRL-Poor.</summary>
    public MethodTuning RandomAdded { get; init; } = new();

    /// <summary>XMRL-Pruned. Strength s: a task of influence h &lt; 0, in standard deviations over tasks, weighs max(0, 1 + s·h), the
    /// others 1, all divided by the mean over tasks.</summary>
    public MethodTuning XmrlPruned { get; init; } = new();

    /// <summary>RandomPruned. Strength as for XMRL-Pruned.</summary>
    public MethodTuning RandomPruned { get; init; } = new();

    /// <summary>RandomWeighted. Strength as for XMRL-Weighted.</summary>
    public MethodTuning RandomWeighted { get; init; } = new();

    /// <summary>The tuning of a method.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Its tuning.</returns>
    public MethodTuning Of(ImprovementMethod method) => method switch
    {
        ImprovementMethod.Xmrl => Xmrl,
        ImprovementMethod.Continued => Continued,
        ImprovementMethod.DoubleWeight => DoubleWeight,
        ImprovementMethod.RandomCritical => RandomCritical,
        ImprovementMethod.NearestCritical => NearestCritical,
        ImprovementMethod.PredefinedAugmentation => PredefinedAugmentation,
        ImprovementMethod.Tw => Tw,
        ImprovementMethod.Ma => Ma,
        ImprovementMethod.Mr => Mr,
        ImprovementMethod.XmrlWeighted => XmrlWeighted,
        ImprovementMethod.XmrlPoor => XmrlPoor,
        ImprovementMethod.RandomAdded => RandomAdded,
        ImprovementMethod.XmrlPruned => XmrlPruned,
        ImprovementMethod.RandomPruned => RandomPruned,
        ImprovementMethod.RandomWeighted => RandomWeighted,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };
}
