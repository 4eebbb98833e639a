namespace Xmrl.Experiments.Improvement;

/// <summary>Names and one-sentence descriptions of the methods.</summary>
public static class MethodNames
{
    /// <summary>The meta-policy that is to be repaired, where its learner is MAML.</summary>
    public const string Base = "MAML";

    /// <summary>Name of a method.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Name in tables.</returns>
    public static string Of(ImprovementMethod method) => method switch
    {
        ImprovementMethod.Xmrl or ImprovementMethod.Tw or ImprovementMethod.Ma or ImprovementMethod.Mr
            => method.ToString().ToUpperInvariant(),
        ImprovementMethod.XmrlWeighted => "XMRL-Weighted",
        ImprovementMethod.XmrlPoor => "XMRL-Poor",
        ImprovementMethod.XmrlPruned => "XMRL-Pruned",
        _ => method.ToString(),
    };

    /// <summary>Name of a method in file names.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Lower case with hyphens.</returns>
    public static string Series(ImprovementMethod method) => method switch
    {
        ImprovementMethod.Xmrl => "xmrl",
        ImprovementMethod.Continued => "continued",
        ImprovementMethod.DoubleWeight => "double-weight",
        ImprovementMethod.RandomCritical => "random-critical",
        ImprovementMethod.NearestCritical => "nearest-critical",
        ImprovementMethod.PredefinedAugmentation => "predefined-augmentation",
        ImprovementMethod.Tw => "tw",
        ImprovementMethod.Ma => "ma",
        ImprovementMethod.Mr => "mr",
        ImprovementMethod.XmrlWeighted => "xmrl-weighted",
        ImprovementMethod.XmrlPoor => "xmrl-poor",
        ImprovementMethod.RandomAdded => "random-added",
        ImprovementMethod.XmrlPruned => "xmrl-pruned",
        ImprovementMethod.RandomPruned => "random-pruned",
        ImprovementMethod.RandomWeighted => "random-weighted",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };

    /// <summary>The method that a run is about: XMRL, or where a run leaves it out the first of its variants.</summary>
    /// <param name="methods">The methods of the run, in its order; null for the base policy.</param>
    /// <returns>The method; null where there are controls alone.</returns>
    internal static ImprovementMethod? Ours(IEnumerable<ImprovementMethod?> methods) => methods
        .Where(
            method => method is ImprovementMethod.Xmrl or ImprovementMethod.XmrlPoor or ImprovementMethod.XmrlWeighted
                or ImprovementMethod.XmrlPruned)
        .OrderBy(method => method == ImprovementMethod.Xmrl ? 0 : 1)
        .FirstOrDefault();

    /// <summary>What a method does.</summary>
    /// <param name="method">The method.</param>
    /// <returns>One sentence.</returns>
    public static string Describe(ImprovementMethod method) => method switch
    {
        ImprovementMethod.Xmrl => "Retrained with learned mixing on the critical tasks that the explanation found.",
        ImprovementMethod.Continued => "The base learner goes on; twice the trajectories on the critical tasks instead of mixed samples.",
        ImprovementMethod.DoubleWeight => "As Continued, with twice the weight on the critical tasks.",
        ImprovementMethod.RandomCritical => "As XMRL, on randomly chosen training tasks.",
        ImprovementMethod.NearestCritical => "As XMRL, on the training tasks nearest to the poor tasks.",
        ImprovementMethod.PredefinedAugmentation => "As XMRL, with mixing coefficients from Beta(1, 1) instead of a learned law.",
        ImprovementMethod.Tw => "Task weighting: as Continued, with every training task weighted by its ω from the explanation.",
        ImprovementMethod.Ma
            => "Meta-augmentation: as many mixed samples as XMRL takes, with coefficients from Beta(1, 1), spread over all tasks.",
        ImprovementMethod.Mr => "Meta-regularization: as Continued, with a quadratic term on θ outside and an inverted one inside.",
        ImprovementMethod.XmrlWeighted => "As Continued, with every training task weighted by its influence on the poor tasks.",
        ImprovementMethod.XmrlPoor
            => "As Continued, with the poor validation tasks as further training tasks instead of more trajectories on critical ones.",
        ImprovementMethod.RandomAdded => "As XMRL-Poor, with as many randomly chosen validation tasks.",
        ImprovementMethod.XmrlPruned => "As Continued, with the training tasks that harm the poor tasks weighted down to nothing.",
        ImprovementMethod.RandomPruned => "As XMRL-Pruned, with the same weights on randomly chosen training tasks.",
        ImprovementMethod.RandomWeighted => "As XMRL-Weighted, with the same weights on randomly chosen training tasks.",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };
}
