using Xmrl.Training.Settings;

namespace Xmrl.Reproduction;

/// <summary>One of the forms that a reproduction has.</summary>
/// <param name="Scale">How much of the paper's work is repeated.</param>
/// <param name="Score">Which trajectories every cell is scored by; null for those that the paper took for it.</param>
/// <param name="Actions">Which actions every cell is scored with; null for those that the paper took for it.</param>
internal sealed record ReproductionVariant(ReproductionScale Scale, ScoreKind? Score = null, ActionKind? Actions = null)
{
    /// <summary>Whether the cells are scored as the paper scored them, so that its figures stand beside ours.</summary>
    public bool ScoresAsThePaper => Score is null && Actions is null;
}
