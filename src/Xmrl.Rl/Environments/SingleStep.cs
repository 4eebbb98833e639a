namespace Xmrl.Rl.Environments;

/// <summary>Outcome of one step of an <see cref="ISingleEnvironment"/>.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">Whether the process ended.</param>
/// <param name="Succeeded">Whether the episode would be a success if it ended here. It counts at the end alone: on the step that
/// terminates, or on the last one before the horizon, where <paramref name="Terminated"/> is false.</param>
public readonly record struct SingleStep(Real Reward, bool Terminated = false, bool Succeeded = false);
