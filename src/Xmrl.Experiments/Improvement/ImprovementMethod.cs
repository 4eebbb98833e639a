namespace Xmrl.Experiments.Improvement;

/// <summary>Ways to retrain a meta-policy, all with the same number of environment interactions per iteration.</summary>
public enum ImprovementMethod
{
    /// <summary>The paper's method: learned mixing on the critical tasks that the explanation found.</summary>
    Xmrl,

    /// <summary>Control: the base learner goes on, with twice the trajectories on the critical tasks instead of mixed samples.</summary>
    Continued,

    /// <summary>Control: as Continued, with twice the weight on the critical tasks (the union of Appendix C has mass 2).</summary>
    DoubleWeight,

    /// <summary>Control: learned mixing on randomly chosen tasks.</summary>
    RandomCritical,

    /// <summary>Control: learned mixing on the training tasks nearest to the poor tasks.</summary>
    NearestCritical,

    /// <summary>Control: mixing with Beta(1, 1) on the critical tasks instead of a learned law.</summary>
    PredefinedAugmentation,
}
