namespace Xmrl.Explain.Influence;

/// <summary>Settings of the explanation.</summary>
public sealed record InfluenceOptions
{
    /// <summary>What stands for −A⁻¹.</summary>
    public InfluenceMethod Method { get; init; } = InfluenceMethod.Identity;

    /// <summary>Iterations of Algorithm 2, each on fresh rollouts; also the replicates whose agreement is reported. ≥ 2.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>How replicates make the influence that ranks the tasks.</summary>
    public InfluencePooling Pooling { get; init; } = InfluencePooling.AcrossReplicates;

    /// <summary>α′: step of the weights per iteration, in standard deviations of the influence over tasks.</summary>
    public double WeightStep { get; init; } = 0.1;

    /// <summary>Length of the ascent step of θ per iteration.</summary>
    public double ParameterStep { get; init; } = 0.01;

    /// <summary>δ relative to the largest eigenvalue met. Chosen by us, untested.</summary>
    public double RelativeDamping { get; init; } = 0.3;

    /// <summary>Longest gradient of one task in a replicate, relative to the median length over training and poor tasks; longer ones are
    /// shortened. 0 gives all of them length 1, so that their directions alone count. Null for no limit.</summary>
    /// <remarks>Gradients have heavy tails: without a limit a few tasks in a few replicates can decide the influence of all. A task that
    /// fails altogether has a short gradient, one that is half learned a long and noisy one; with equal lengths the influence says how much
    /// a step of given length along a task's gradient does for the poor tasks, averaged over replicates, in which noise cancels.</remarks>
    public double? GradientLimit { get; init; }

    /// <summary>Conjugate-gradient steps per solve.</summary>
    public int SolverSteps { get; init; } = 10;

    /// <summary>Relative residual at which a solve stops, in [0, 1). Sampled gradients are not worth more than the default.</summary>
    public double SolverTolerance { get; init; } = 1e-3;
}
