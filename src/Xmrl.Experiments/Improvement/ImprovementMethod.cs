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

    /// <summary>TW, task weighting (Cai et al. 2020): all training tasks weighted by the ω of the explanation, none augmented.</summary>
    Tw,

    /// <summary>MA, meta-augmentation (Yao et al. 2021): mixing with Beta(1, 1) on every task, which needs no explanation.</summary>
    Ma,

    /// <summary>MR, meta-regularization (Wang et al. 2023): a quadratic term outside, an inverted one inside.</summary>
    Mr,

    /// <summary>XMRL-Weighted, ours: every training task weighted by its influence on the poor tasks, none augmented; harmful tasks count
    /// less, down to nothing.</summary>
    XmrlWeighted,

    /// <summary>XMRL-Poor, ours: the poor validation tasks themselves join the training, with the steps that other methods spend on
    /// critical tasks.</summary>
    XmrlPoor,

    /// <summary>Control for XMRL-Poor: as many randomly chosen validation tasks join the training.</summary>
    RandomAdded,

    /// <summary>XMRL-Pruned, ours: training tasks whose influence on the poor tasks is negative count less, down to nothing; the others
    /// stay as they are.</summary>
    XmrlPruned,

    /// <summary>Control for XMRL-Pruned: the same weights, on randomly chosen training tasks.</summary>
    RandomPruned,

    /// <summary>As <see cref="XmrlWeighted"/>, with the same weights on randomly chosen training tasks.</summary>
    RandomWeighted,
}
