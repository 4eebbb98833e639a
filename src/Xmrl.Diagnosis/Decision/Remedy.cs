namespace Xmrl.Diagnosis.Decision;

/// <summary>What a diagnosis prescribes.</summary>
internal enum Remedy
{
    /// <summary>Nothing: there is nothing to repair, or nothing here repairs it.</summary>
    None,

    /// <summary>Another adaptation of the same meta-policy, without training.</summary>
    ChangeAdaptation,

    /// <summary>Meta-training goes on.</summary>
    TrainLonger,

    /// <summary>The misleading training tasks are weighed down, and reviewed.</summary>
    LeaveOutTasks,

    /// <summary>More training tasks of the kind.</summary>
    AddTasks,

    /// <summary>More weight on the kind.</summary>
    WeighTasks,

    /// <summary>A larger network, which takes a new training.</summary>
    EnlargeNetwork,
}
