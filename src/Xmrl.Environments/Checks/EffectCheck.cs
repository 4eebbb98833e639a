namespace Xmrl.Environments.Checks;

/// <summary>Checks that tasks differ in what happens.</summary>
internal static class EffectCheck
{
    private const int Episodes = 32;

    /// <summary>Plays the same actions from the same keys in all tasks.</summary>
    /// <param name="probe">The environment.</param>
    public static void Run(EnvironmentProbe probe)
    {
        int[] copies = [.. Enumerable.Range(0, Episodes)];
        ActionSource actions = ProbeActions.HeldAndRandom(probe.Spec, probe.Key);
        if (probe.Play(0, Episodes, copies, actions) is not { } first)
        {
            return;
        }

        for (int task = 1; task < probe.Tasks.Count; task++)
        {
            if (probe.Play(task, Episodes, copies, actions) is not { } other
                || copies.Any(copy => first[copy].FirstDifference(other[copy]) is not null))
            {
                return;
            }
        }

        probe.Findings.Add(
            CheckRule.TaskEffect, $"tasks 0 to {probe.Tasks.Count - 1}, {Episodes} episodes each with the same keys and actions",
            "rewards or transitions that differ between tasks", "the same observations, rewards and ends in all of them");
    }
}
