namespace Xmrl.Meta.Gradient;

/// <summary>A rollout with an advantage that is not finite.</summary>
/// <param name="Step">The adaptation step that drew it; the number of steps for the adapted policy's.</param>
/// <param name="Sentence">Names task, sample and value.</param>
internal sealed record NonFiniteRollout(int Step, string Sentence);
