namespace Xmrl.Training.Settings;

/// <summary>Why tasks fail, known because it was planted: to measure whether explanation and diagnosis find it.</summary>
public enum PlantedTruth
{
    /// <summary>None.</summary>
    None,

    /// <summary>A region of tasks holds few training tasks, the planted ones; of all other tasks every second one lies in it.
    /// The planted tasks are what the poor tasks of that region depend on, so they should be critical.</summary>
    RareRegion,

    /// <summary>The planted training tasks, of the same region, pay rewards as if their first parameter were at the upper end of its range
    /// once the policy has adapted to the right ones. They should be harmful.</summary>
    CorruptedRewards,

    /// <summary>The training ends long before it suffices. No task is planted; the configuration says it for whoever compares.</summary>
    Undertrained,

    /// <summary>Policies adapt to too few trajectories. No task is planted.</summary>
    NoisyAdaptation,

    /// <summary>Two kinds of task whose first moves conflict, in a network that is too small for both: the planted training tasks are of
    /// one kind, those of the region, and of all other tasks every second one is.</summary>
    Interference,

    /// <summary>Nothing reaches the goals of the planted training tasks, those of the region; of all other tasks every second one lies in
    /// it. The walls belong to the environment.</summary>
    OutOfReach,

    /// <summary>Two truths at once: a rare region, whose training tasks are the planted ones, and beside them training tasks of the region
    /// for corrupted rewards whose rewards are wrong once the policy has adapted.</summary>
    RareAndCorrupted,
}
