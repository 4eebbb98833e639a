using Xmrl.Autodiff;

namespace Xmrl.Rl.Networks;

/// <summary>A recorded action of a squashed Gaussian.</summary>
/// <param name="Action">The action a in (−1, 1). Shape [A, n].</param>
/// <param name="LogDensity">ln π(a) in nats. Shape [1, n].</param>
/// <param name="Mean">The mean m before tanh. Shape [A, n].</param>
/// <param name="LogDeviation">ln s, clamped. Shape [A, n].</param>
internal readonly record struct Squashed(Node Action, Node LogDensity, Node Mean, Node LogDeviation);
