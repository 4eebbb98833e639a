using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>New memory of exactly the size of one step, so that what is written beyond it is found.</summary>
internal sealed class ProbeBuffers
{
    /// <summary>Makes the memory of a step.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="copies">Number of copies that are stepped.</param>
    /// <param name="mark">What numbers hold before the step.</param>
    /// <param name="flags">What flags hold before the step.</param>
    public ProbeBuffers(EnvironmentSpec spec, int copies, Real mark, bool flags)
    {
        Actions = new Real[copies * spec.ActionSize];
        Observations = new Real[copies * spec.ObservationSize];
        Rewards = new Real[copies];
        Terminated = new bool[copies];
        Truncated = new bool[copies];
        Succeeded = new bool[copies];
        Array.Fill(Observations, mark);
        Array.Fill(Rewards, mark);
        foreach (bool[] flag in new[] { Terminated, Truncated, Succeeded })
        {
            Array.Fill(flag, flags);
        }
    }

    /// <summary>Actions. Shape [k, A].</summary>
    public Real[] Actions { get; }

    /// <summary>Observations after the step. Shape [k, O].</summary>
    public Real[] Observations { get; }

    /// <summary>Rewards. Shape [k].</summary>
    public Real[] Rewards { get; }

    /// <summary>Terminated. Shape [k].</summary>
    public bool[] Terminated { get; }

    /// <summary>Truncated. Shape [k].</summary>
    public bool[] Truncated { get; }

    /// <summary>Succeeded. Shape [k].</summary>
    public bool[] Succeeded { get; }

    /// <summary>What a step writes to.</summary>
    public StepResult Result => new()
    {
        Observations = Observations,
        Rewards = Rewards,
        Terminated = Terminated,
        Truncated = Truncated,
        Succeeded = Succeeded,
    };
}
