using Xmrl.Experiments.Explanations;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Methods;

/// <summary>Validation tasks that join the training, with the steps that other methods spend on critical tasks.</summary>
internal static class AddedValidation
{
    /// <summary>The poor validation tasks.</summary>
    public static Method XmrlPoor { get; } = new()
    {
        Name = "xmrlPoor",
        Title = "XMRL-Poor",
        Description =
            "As Continued, with the poor validation tasks as further training tasks instead of more trajectories on critical ones.",
        Role = MethodRole.Variant,
        Strength = "weight of an added task against a training task",
        Takes = ExplanationPart.PoorTasks,
        Critical = static _ => [],
        Plan = static (plain, context) => plain with { Added = Added(context, context.Explanation.Poor) },
    };

    /// <summary>As many randomly chosen validation tasks.</summary>
    public static Method RandomAdded { get; } = XmrlPoor with
    {
        Name = "randomAdded",
        Title = "RandomAdded",
        Description = "As XMRL-Poor, with as many randomly chosen validation tasks.",
        Role = MethodRole.Control,
        Takes = ExplanationPart.None,
        Plan = static (plain, context) => plain with
        {
            Added = Added(
                context,
                CriticalSelection.Random(
                    context.Tasks.Validation.Count, context.Explanation.Poor.Length, RunKeys.AddedChoice(context.Key))),
        },
    };

    private static AddedTasks Added(MethodContext context, int[] positions) => new(
        [.. positions.Select(position => context.Tasks.Validation[position])],
        2 * context.Explanation.Critical.Length,
        context.Strength * positions.Length);
}
