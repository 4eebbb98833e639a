using Xmrl.Experiments.Explanations;

namespace Xmrl.Experiments.Methods;

/// <summary>Mixed samples of critical tasks, with a learned law of the mixing coefficients: the paper's method, and its controls on other
/// tasks.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Section 4 and Tables 1 and 5.</seealso>
internal static class LearnedMixing
{
    /// <summary>What the strength of a method that mixes means.</summary>
    public const string StrengthMeaning = "weight of the mixed half against the own half";

    /// <summary>The paper's method: the critical tasks that the explanation found.</summary>
    public static Method Xmrl { get; } = new()
    {
        Name = "xmrl",
        Title = "XMRL",
        Description = "Retrained with learned mixing on the critical tasks that the explanation found.",
        Role = MethodRole.Paper,
        Strength = StrengthMeaning,
        Needs = MethodNeeds.MixedStates | MethodNeeds.LearnedLaw,
        Plan = static (plain, context) => plain with
        {
            Mixing = (EstimatorFactory.Law(context.Augment.Law), context.Law!.Parameters),
            MixedWeight = context.Strength,
        },
    };

    /// <summary>Randomly chosen tasks.</summary>
    public static Method RandomCritical { get; } = Xmrl with
    {
        Name = "randomCritical",
        Title = "RandomCritical",
        Description = "As XMRL, on randomly chosen training tasks.",
        Role = MethodRole.Control,
        Takes = ExplanationPart.None,
        Critical = static context => CriticalSelection.Random(
            context.Tasks.Training.Count, context.Explanation.Critical.Length, context.Key),
    };

    /// <summary>The training tasks nearest to the poor tasks.</summary>
    public static Method NearestCritical { get; } = Xmrl with
    {
        Name = "nearestCritical",
        Title = "NearestCritical",
        Description = "As XMRL, on the training tasks nearest to the poor tasks.",
        Role = MethodRole.Control,
        Needs = MethodNeeds.MixedStates | MethodNeeds.LearnedLaw | MethodNeeds.TaskDistance,
        Takes = ExplanationPart.PoorTasks,
        Critical = static context => CriticalSelection.Nearest(
            context.Family,
            context.Tasks.Training,
            [.. context.Explanation.Poor.Select(position => context.Tasks.Validation[position])],
            context.Explanation.Critical.Length),
    };
}
