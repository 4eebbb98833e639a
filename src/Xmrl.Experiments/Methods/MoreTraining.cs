using Xmrl.Experiments.Explanations;

namespace Xmrl.Experiments.Methods;

/// <summary>Meta-training goes on as it was.</summary>
internal static class MoreTraining
{
    /// <summary>All training tasks alike, with the outer steps of the meta-training.</summary>
    /// <remarks>Continued takes the shorter steps of retraining, which leave a policy that was trained too little where it is.</remarks>
    public static Method Method { get; } = new()
    {
        Name = "moreTraining",
        Title = "MoreTraining",
        Description = "Meta-training goes on as it was: all training tasks alike, with its own outer steps.",
        Role = MethodRole.Variant,
        Strength = null,
        Takes = ExplanationPart.None,
        Critical = static _ => [],
        Plan = static (plain, context) => plain with
        {
            Others = plain.Others + (2 * context.Explanation.Critical.Length),
        },
        Schedule = static context => context.Meta.Learner.Schedule(context.Retrain.Iterations),
    };
}
