namespace Xmrl.Numerics.Randomness;

/// <summary>What a stream of random numbers is for. One key gives an independent child per purpose.</summary>
/// <remarks>The numbers are part of every stored result: they never change and are never reused. New purposes take new numbers.</remarks>
public enum RandomPurpose
{
    /// <summary>Anything without a purpose of its own.</summary>
    Other = 0,

    /// <summary>First values of parameters.</summary>
    Initialization = 1,

    /// <summary>Drawing tasks from p(task).</summary>
    TaskSampling = 2,

    /// <summary>Rollouts before adaptation.</summary>
    InnerRollout = 3,

    /// <summary>Rollouts after adaptation.</summary>
    OuterRollout = 4,

    /// <summary>Rollouts that only measure.</summary>
    Evaluation = 5,

    /// <summary>Which visited states of a task are mixed, and what is drawn in the mixed state.</summary>
    Mixing = 6,

    /// <summary>With which coefficients states are mixed.</summary>
    MixingCoefficients = 7,

    /// <summary>Perturbations of the meta-parameters.</summary>
    MetaParameters = 8,

    /// <summary>Draws of confidence intervals, and splits into halves.</summary>
    Bootstrap = 9,

    /// <summary>Which tasks form a batch.</summary>
    TaskBatch = 10,

    /// <summary>Data on which a choice is made.</summary>
    Selection = 11,

    /// <summary>Data on which a choice is confirmed; never shared with <see cref="Selection"/>.</summary>
    Confirmation = 12,

    /// <summary>First states of episodes.</summary>
    Reset = 13,

    /// <summary>Actions of a stochastic policy.</summary>
    Action = 14,

    /// <summary>Randomness inside an environment's dynamics.</summary>
    Dynamics = 15,

    /// <summary>Noise added to observations or rewards.</summary>
    ObservationNoise = 16,

    /// <summary>Order of samples in mini-batches.</summary>
    Shuffling = 17,

    /// <summary>Start vectors of iterative solvers and probes of estimators.</summary>
    Probing = 18,

    /// <summary>Fresh tasks on which a stored run is evaluated: never those of its training, validation or test set.</summary>
    FreshTasks = 19,

    /// <summary>Which transitions a latent is inferred from.</summary>
    ContextSampling = 20,

    /// <summary>Which transitions are drawn from replay.</summary>
    ReplaySampling = 21,

    /// <summary>Draws of a latent.</summary>
    LatentNoise = 22,

    /// <summary>Which units of a network a training step leaves out.</summary>
    Dropout = 23,

    /// <summary>Draws of a relaxed categorical variable.</summary>
    RelaxedCategorical = 24,

    /// <summary>Tasks that a model of the rewards makes up.</summary>
    VirtualTasks = 25,

    /// <summary>Which transitions of earlier trajectories a trial remembers.</summary>
    MemorySampling = 26,

    /// <summary>Rollouts of whole trials.</summary>
    TrialRollout = 27,
}
