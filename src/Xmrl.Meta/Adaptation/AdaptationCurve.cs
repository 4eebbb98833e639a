namespace Xmrl.Meta.Adaptation;

/// <summary>Scores of one task before adaptation and after each of its steps, over the interactions spent: the axis that learners with
/// inner steps and learners with memory have in common.</summary>
/// <param name="Points">K + 1 points, in order.</param>
public sealed record AdaptationCurve(IReadOnlyList<AdaptationPoint> Points);
