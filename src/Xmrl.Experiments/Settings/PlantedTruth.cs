namespace Xmrl.Experiments.Settings;

/// <summary>Known truths that can be planted into the training tasks, to measure whether the explanation finds them.</summary>
public enum PlantedTruth
{
    /// <summary>None: tasks are drawn from p(task).</summary>
    None,

    /// <summary>A region of tasks holds few training tasks, the planted ones; validation and test tasks are drawn from p(task).
    /// The planted tasks are what the poor tasks of that region depend on, so they should be critical.</summary>
    RareRegion,

    /// <summary>After adaptation the planted training tasks pay the rewards of another task, whose first parameter lies half of its range away. They should be harmful.</summary>
    CorruptedRewards,
}
