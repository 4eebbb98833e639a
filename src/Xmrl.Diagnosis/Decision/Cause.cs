namespace Xmrl.Diagnosis.Decision;

/// <summary>Why a kind of task fails after adaptation.</summary>
internal enum Cause
{
    /// <summary>The kind does not fail on fresh tasks and episodes.</summary>
    NothingToRepair,

    /// <summary>The same meta-policy reaches the kind with more adaptation trajectories or steps, or with another inner step.</summary>
    AdaptationData,

    /// <summary>The kind's score rises when meta-training goes on as it was.</summary>
    TooLittleTraining,

    /// <summary>Some training tasks harm the kind, and leaving them out helps; or all tasks fail, and fresh ones teach what the training
    /// tasks do not.</summary>
    MisleadingTasks,

    /// <summary>Few training tasks are of the kind, and more of them help.</summary>
    RareKind,

    /// <summary>A specialist reaches the kind with the same network, and the joint policy does not although the kind is well
    /// represented.</summary>
    Interference,

    /// <summary>Not even a specialist with as many interactions comes nearer to the kind.</summary>
    OutOfReach,

    /// <summary>The evidence does not tell two or more causes apart.</summary>
    Unclear,
}
