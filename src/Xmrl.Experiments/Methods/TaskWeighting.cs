namespace Xmrl.Experiments.Methods;

/// <summary>TW, task weighting: all training tasks weighted by the ω of the explanation, none augmented.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">Cai et al. (2020), as XMRL, Section 5, has it.</seealso>
internal static class TaskWeighting
{
    /// <summary>The method.</summary>
    public static Method Method { get; } = new()
    {
        Name = "tw",
        Title = "TW",
        Description = "Task weighting: as Continued, with every training task weighted by its ω from the explanation.",
        Role = MethodRole.Literature,
        Strength = "a task of weight ω weighs max(0, 1 + s(ω − 1)), divided by the mean over tasks",
        Plan = static (plain, context) => plain with
        {
            Weights = TaskWeights.Of(context.Explanation.Explanation!.Weights, context.Strength),
        },
    };
}
