using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>Checks the laws of <see cref="IMixable"/>, where an environment offers it.</summary>
internal static class MixingCheck
{
    private const int Steps = 3;
    private static readonly int[] s_pair = [0, 1];

    /// <summary>Reads, mixes and restores visited states.</summary>
    /// <param name="probe">The environment.</param>
    public static void Run(EnvironmentProbe probe) => probe.With(0, 2, environment =>
    {
        if (environment is not IMixable mixable)
        {
            return;
        }

        // What the environment shows on the way was judged before.
        probe.Findings.Call("task 0, mixing of visited states", "states to be read, mixed and restored", () =>
        {
            if (mixable.StateSize < 1)
            {
                Add(probe, "a StateSize of 1 or more", $"{mixable.StateSize}");
                return;
            }

            Real[] states = VisitedStates(probe, environment, mixable);
            RunMix(probe, mixable, states);
            RunRestore(probe, environment, mixable, states);
        });
    });

    private static void Add(EnvironmentProbe probe, string expected, string found)
        => probe.Findings.Add(CheckRule.Mixing, "task 0, visited states of episodes 0 and 1", expected, found);

    /// <summary>The states of two copies after a few steps, or after the reset where an episode ended before.</summary>
    private static Real[] VisitedStates(EnvironmentProbe probe, IEnvironment environment, IMixable mixable)
    {
        var buffers = new ProbeBuffers(probe.Spec, 2, 0, false);
        environment.Reset(s_pair, probe.Key, buffers.Observations);
        for (int step = 0; step < Math.Min(Steps, probe.Spec.Horizon - 1); step++)
        {
            Act(probe, step, buffers);
            environment.Step(s_pair, buffers.Actions, buffers.Result);
            if (buffers.Terminated.Contains(true) || buffers.Truncated.Contains(true))
            {
                environment.Reset(s_pair, probe.Key, buffers.Observations);
                break;
            }
        }

        var states = new Real[2 * mixable.StateSize];
        Array.Fill(states, Real.NaN);
        mixable.ReadStates(s_pair, states);
        int at = Array.FindIndex(states, static value => !Real.IsFinite(value));
        if (at >= 0)
        {
            Add(probe, $"ReadStates to write {mixable.StateSize} finite numbers per copy", $"{states[at]} as number {at}");
        }

        return states;
    }

    private static void Act(EnvironmentProbe probe, int step, ProbeBuffers buffers)
    {
        int size = probe.Spec.ActionSize;
        for (int copy = 0; copy < buffers.Actions.Length / size; copy++)
        {
            probe.RandomActions(copy, step, buffers.Actions.AsSpan(copy * size, size));
        }
    }

    private static void RunMix(EnvironmentProbe probe, IMixable mixable, Real[] states)
    {
        int size = mixable.StateSize;
        foreach (int weight in s_pair)
        {
            var mixed = new Real[size];
            mixable.Mix(states.AsSpan(0, size), states.AsSpan(size), weight, mixed);
            ReadOnlySpan<Real> end = weight == 1 ? states.AsSpan(0, size) : states.AsSpan(size);
            if (!mixed.AsSpan().SequenceEqual(end))
            {
                string which = weight == 1 ? "first" : "second";
                Add(probe, $"Mix with weight {weight} to give the {which} state", $"[{string.Join(", ", mixed.Take(8))}]");
            }
        }
    }

    private static void RunRestore(EnvironmentProbe probe, IEnvironment environment, IMixable mixable, Real[] states)
    {
        var observations = new Real[2 * probe.Spec.ObservationSize];
        var feasible = new bool[2];

        // The original goes on from where it is; both copies then go on from its state.
        var original = new ProbeBuffers(probe.Spec, 1, 0, false);
        Act(probe, Steps, original);
        environment.Step([0], original.Actions, original.Result);

        mixable.Restore(s_pair, states, observations, feasible);
        var read = new Real[states.Length];
        mixable.ReadStates(s_pair, read);
        if (!feasible[0] || !feasible[1])
        {
            Add(probe, "visited states to be feasible", "a state that is not");
        }
        else if (!read.AsSpan().SequenceEqual(states))
        {
            Add(probe, "restored states to read back bit for bit", "other numbers");
        }
        else if (Array.Exists(observations, static value => !Real.IsFinite(value)))
        {
            Add(probe, "finite observations of restored states", "numbers that are not finite");
        }
        else
        {
            RunContinuation(probe, environment, mixable, states.AsSpan(0, mixable.StateSize).ToArray(), original);
        }
    }

    /// <summary>Steps both copies from one state: where they agree, no chance has a part in it, and the original must agree too.</summary>
    private static void RunContinuation(
        EnvironmentProbe probe, IEnvironment environment, IMixable mixable, Real[] state, ProbeBuffers original)
    {
        var both = new ProbeBuffers(probe.Spec, 2, 0, false);
        mixable.Restore(s_pair, [.. state, .. state], both.Observations, new bool[2]);
        original.Actions.CopyTo(both.Actions, 0);
        original.Actions.CopyTo(both.Actions, original.Actions.Length);
        environment.Step(s_pair, both.Actions, both.Result);
        int size = probe.Spec.ObservationSize;
        bool isChance = !both.Observations.AsSpan(0, size).SequenceEqual(both.Observations.AsSpan(size))
            || both.Rewards[0] != both.Rewards[1];
        if (!isChance && (!both.Observations.AsSpan(0, size).SequenceEqual(original.Observations)
            || both.Rewards[0] != original.Rewards[0]
            || both.Terminated[0] != original.Terminated[0]))
        {
            Add(
                probe, "a restored state to go on as the original did",
                $"reward {both.Rewards[0]} instead of {original.Rewards[0]}, or another observation or end");
        }
    }
}
