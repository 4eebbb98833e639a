using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>Memory for the steps of k copies.</summary>
public sealed class StepBuffers(EnvironmentSpec spec, int copies)
{
    public Real[] Observations { get; } = new Real[copies * spec.ObservationSize];

    public Real[] Actions { get; } = new Real[copies * spec.ActionSize];

    public Real[] Rewards { get; } = new Real[copies];

    public bool[] Terminated { get; } = new bool[copies];

    public bool[] Truncated { get; } = new bool[copies];

    public bool[] Succeeded { get; } = new bool[copies];

    public StepResult Result => new()
    {
        Observations = Observations,
        Rewards = Rewards,
        Terminated = Terminated,
        Truncated = Truncated,
        Succeeded = Succeeded,
    };
}
