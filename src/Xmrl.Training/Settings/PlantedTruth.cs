namespace Xmrl.Training.Settings;

/// <summary>Known truths that can be planted into the training tasks, to measure whether the explanation finds them.</summary>
public enum PlantedTruth
{
    /// <summary>None: tasks are drawn from p(task).</summary>
    None,

    /// <summary>A region of tasks holds few training tasks, the planted ones; of all other tasks every second one lies in it.
    /// The planted tasks are what the poor tasks of that region depend on, so they should be critical.</summary>
    RareRegion,

    /// <summary>The planted training tasks, of the same region, pay rewards as if their first parameter were at the upper end of its range
    /// once the policy has adapted to the right ones. They should be harmful.</summary>
    CorruptedRewards,
}
