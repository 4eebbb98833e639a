using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification.Coverage;

/// <summary>Draws a task's gradient in one replicate.</summary>
/// <param name="key">Random numbers of the task in the replicate.</param>
/// <param name="direction">Unit vector along which its expectation lies. Shape [P].</param>
/// <param name="gradient">Holds independent standard normal numbers; receives the gradient. Shape [P].</param>
internal delegate void GradientDraw(RandomKey key, ReadOnlySpan<double> direction, Span<double> gradient);
