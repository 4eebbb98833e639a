using Xmrl.Rl.Environments;

namespace Xmrl.Latents.Trials;

/// <summary>Arguments and results of one call of an environment.</summary>
/// <param name="copies">Most copies of a call.</param>
/// <param name="observationSize">Components O of an observation.</param>
/// <param name="actionSize">Components A of an action.</param>
internal sealed class StepBuffers(int copies, int observationSize, int actionSize)
{
    public int[] Copies { get; } = new int[copies];

    public Real[] Actions { get; } = new Real[copies * actionSize];

    public Real[] Observations { get; } = new Real[copies * observationSize];

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
