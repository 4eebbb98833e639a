namespace Xmrl.Rl.Environments;

/// <summary>Outcome of one step of an <see cref="ISingleEnvironment"/>.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">Whether the process ended.</param>
/// <param name="Succeeded">Whether it ended in success; only with <paramref name="Terminated"/>.</param>
public readonly record struct SingleStep(Real Reward, bool Terminated = false, bool Succeeded = false);
