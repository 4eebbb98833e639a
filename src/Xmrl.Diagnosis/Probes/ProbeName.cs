namespace Xmrl.Diagnosis.Probes;

/// <summary>What is measured of a kind of failing tasks, in the order of the cost.</summary>
internal enum ProbeName
{
    /// <summary>Scores of the base policy on fresh tasks of the kind.</summary>
    Confirmation,

    /// <summary>The same meta-policy adapted to more trajectories.</summary>
    MoreData,

    /// <summary>The same meta-policy adapted by more steps, or with another inner step size.</summary>
    OtherSteps,

    /// <summary>A short continuation of meta-training on all training tasks.</summary>
    MoreTraining,

    /// <summary>As <see cref="MoreTraining"/>, without the training tasks that the explanation calls harmful.</summary>
    WithoutSuspects,

    /// <summary>As <see cref="MoreTraining"/>, with the kind's failing validation tasks as further training tasks.</summary>
    KindAdded,

    /// <summary>A short training on the kind alone: the specialist.</summary>
    Specialist,

    /// <summary>As <see cref="MoreTraining"/>, as many iterations as the meta-training had.</summary>
    LongTraining,

    /// <summary>A training of a new policy on the kind alone, as many iterations as the meta-training had.</summary>
    LongSpecialist,
}
