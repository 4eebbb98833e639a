using Xmrl.Experiments.Explanations;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.MixingLaws;

namespace Xmrl.Experiments.Methods;

/// <summary>MA, meta-augmentation: mixed samples with coefficients from Beta(1, 1) on every task, which needs no explanation.</summary>
/// <seealso href="https://proceedings.mlr.press/v139/yao21b.html">Yao et al. (2021).</seealso>
internal static class MetaAugmentation
{
    /// <summary>The method.</summary>
    public static Method Method { get; } = new()
    {
        Name = "ma",
        Title = "MA",
        Description = "Meta-augmentation: as many mixed samples as XMRL takes, with coefficients from Beta(1, 1), spread over all tasks.",
        Role = MethodRole.Literature,
        Strength = LearnedMixing.StrengthMeaning,
        Needs = MethodNeeds.MixedStates,
        Takes = ExplanationPart.None,
        Critical = static _ => [],
        Plan = Plan,
    };

    /// <summary>The steps that the others spend on critical tasks alone, spread over all tasks; all tasks alike, so the union has mass 1.
    /// </summary>
    private static RetrainingTasks Plan(RetrainingTasks plain, MethodContext context)
    {
        int critical = context.Explanation.Critical.Length;
        int drawn = plain.Others + critical;
        return plain with
        {
            Others = drawn,
            Mixing = (new BetaMixing(), []),
            MixesOthers = true,
            MixedShare = critical / (double)drawn,
            MixedWeight = context.Strength,
            Mass = new UnionMass(context.Augment.InnerMass, 1),
        };
    }
}
