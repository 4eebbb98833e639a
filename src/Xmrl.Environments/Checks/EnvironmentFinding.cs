namespace Xmrl.Environments.Checks;

/// <summary>What an environment does that its contract forbids.</summary>
public sealed class EnvironmentFinding
{
    internal EnvironmentFinding(CheckRule rule, string place, string expected, string found)
    {
        Broken = rule;
        Place = place;
        Expected = expected;
        Found = found;
    }

    /// <summary>Name of the broken rule, one of: specification, tasks, exception, unwritten, finite, end, success, repeatable, isolation,
    /// actions, taskEffect, mixing.</summary>
    public string Rule => char.ToLowerInvariant(Broken.ToString()[0]) + Broken.ToString()[1..];

    /// <summary>Where it happened, what was expected and what was found, in one sentence.</summary>
    public string Sentence => $"{Place}: expected {Expected}; found {Found}.";

    /// <summary>The broken rule.</summary>
    internal CheckRule Broken { get; }

    /// <summary>Where: task, episode and step, counted as <see cref="Rl.Rollouts.Rollout"/> counts trajectories, steps from 1.</summary>
    internal string Place { get; }

    /// <summary>What the contract says.</summary>
    internal string Expected { get; }

    /// <summary>What was there instead.</summary>
    internal string Found { get; }
}
