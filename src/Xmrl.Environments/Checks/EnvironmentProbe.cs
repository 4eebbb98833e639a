using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>What all parts of a check share.</summary>
/// <param name="family">The environment.</param>
/// <param name="tasks">Its tasks.</param>
/// <param name="key">Random numbers of episodes.</param>
/// <param name="findings">Receives the findings.</param>
internal sealed class EnvironmentProbe(
    IEnvironmentFamily family, IReadOnlyList<MdpTask> tasks, RandomKey key, FindingList findings)
{
    /// <summary>All copies, in order.</summary>
    public static int[] All { get; } = [.. Enumerable.Range(0, EnvironmentCheck.Copies)];

    /// <summary>Sizes, horizon and names.</summary>
    public EnvironmentSpec Spec => family.Spec;

    /// <summary>Its tasks.</summary>
    public IReadOnlyList<MdpTask> Tasks => tasks;

    /// <summary>Random numbers of episodes.</summary>
    public RandomKey Key => key;

    /// <summary>Receives the findings.</summary>
    public FindingList Findings => findings;

    /// <summary>Actions that any episode may have.</summary>
    public ActionSource RandomActions => ProbeActions.Random(Spec, key.Derive(RandomPurpose.Action));

    /// <summary>Builds an environment, uses it and frees it.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="copies">Number of copies.</param>
    /// <param name="use">What is done with it.</param>
    public void With(int task, int copies, Action<IEnvironment> use)
    {
        IEnvironment? environment = null;
        string place = $"task {tasks[task].Index}";
        if (!findings.Call(place, $"an environment of {copies} copies", () => environment = family.Create(tasks[task], copies)))
        {
            return;
        }

        using (environment as IDisposable)
        {
            if (environment!.Copies < copies || !environment.MdpTask.Equals(tasks[task]))
            {
                findings.Add(
                    CheckRule.Specification, place, $"an environment of {copies} copies of this task",
                    $"{environment.Copies} copies of task {environment.MdpTask.Index}");
                return;
            }

            if (environment.Spec.ObservationSize != Spec.ObservationSize || environment.Spec.ActionSize != Spec.ActionSize
                || environment.Spec.ActionChoices != Spec.ActionChoices || environment.Spec.Horizon != Spec.Horizon)
            {
                findings.Add(
                    CheckRule.Specification, place, $"the family's sizes and horizon, {Sizes(Spec)}", Sizes(environment.Spec));
                return;
            }

            use(environment);
        }
    }

    /// <summary>Plays one episode per copy in a new environment.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="copies">Number of copies of the environment.</param>
    /// <param name="played">The copies that are played.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="flagsBefore">What flags hold before a step.</param>
    /// <returns>What they showed; null if that failed.</returns>
    public Dictionary<int, EpisodeRecord>? Play(int task, int copies, int[] played, ActionSource actions, bool flagsBefore = false)
    {
        Dictionary<int, EpisodeRecord>? records = null;

        // The second value of the flags makes findings of its own, which are not the environment's.
        FindingList noted = flagsBefore ? new FindingList() : findings;
        With(
            task, copies,
            environment => records = new EpisodePlayer(environment, noted) { FlagsBefore = flagsBefore }.Play(played, key, actions));
        return records;
    }

    /// <summary>Notes the first difference between episodes that should be alike.</summary>
    /// <param name="rule">The rule that says so.</param>
    /// <param name="place">What was done the second time.</param>
    /// <param name="expected">The rule in words.</param>
    /// <param name="first">Episodes by copy.</param>
    /// <param name="second">Episodes by copy; copies that are not in both are left out.</param>
    public void RequireAlike(
        CheckRule rule, string place, string expected, Dictionary<int, EpisodeRecord>? first, Dictionary<int, EpisodeRecord>? second)
    {
        foreach ((int copy, EpisodeRecord record) in first ?? [])
        {
            if (second is not null && second.TryGetValue(copy, out EpisodeRecord? other)
                && record.FirstDifference(other) is (int step, string found, _))
            {
                findings.Add(rule, $"{place}, episode {copy}, step {step}", expected, found);
            }
        }
    }

    private static string Sizes(EnvironmentSpec spec)
        => $"{spec.ObservationSize} observations, {spec.ActionSize} actions of {spec.ActionChoices} choices, {spec.Horizon} steps";
}
