using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>Plays an environment and looks for what breaks its contract, before a training suffers from it.</summary>
/// <remarks>About 400 episodes of eight tasks with random actions, with the same random numbers at every call; nothing is proved of states
/// that these do not reach.</remarks>
public static class EnvironmentCheck
{
    /// <summary>Episodes of a task that are played side by side.</summary>
    internal const int Copies = 5;

    private const int Tasks = 8;
    private const int PlayedTasks = 4;

    /// <summary>Checks an environment: sizes; tasks; numbers that are not written or not finite; ends and success; the same bits for the
    /// same key; copies and environments that know of each other; actions of any size; tasks that make no difference; states that are
    /// mixed and restored, where the environment offers that.</summary>
    /// <param name="family">The environment.</param>
    /// <returns>The first finding of every broken rule; none for an environment without fault. What the environment throws is a
    /// finding.</returns>
    public static IReadOnlyList<EnvironmentFinding> Run(IEnvironmentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        var findings = new FindingList();
        TaskCheck.RunSpecification(family.Spec, findings);
        if (findings.Found.Count > 0)
        {
            return findings.Found;
        }

        RandomKey key = RandomKey.FromSeed(0);
        if (TaskCheck.Run(family, Tasks, key.Derive(RandomPurpose.TaskSampling), findings) is not { } tasks)
        {
            return findings.Found;
        }

        var probe = new EnvironmentProbe(family, tasks, key.Derive(RandomPurpose.Probing), findings);
        for (int task = 0; task < PlayedTasks; task++)
        {
            EpisodeCheck.Run(probe, task);
        }

        if (!findings.Has(CheckRule.Exception) && !findings.Has(CheckRule.Repeatable))
        {
            EpisodeCheck.RunIsolation(probe);
            if (!findings.Has(CheckRule.Finite))
            {
                ActionCheck.Run(probe);
            }

            EffectCheck.Run(probe);
            MixingCheck.Run(probe);
        }

        return findings.Found;
    }
}
