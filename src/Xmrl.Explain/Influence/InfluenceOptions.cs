using Xmrl.Numerics.Validation;

namespace Xmrl.Explain.Influence;

/// <summary>Settings of the explanation.</summary>
public sealed record InfluenceOptions
{
    /// <summary>What stands for −A⁻¹. Default the identity (docs/deviations.md).</summary>
    public InfluenceMethod Method { get; init; } = InfluenceMethod.Identity;

    /// <summary>Iterations of Algorithm 2, each on fresh rollouts; also the replicates whose agreement is reported; ≥ 2. Default 10
    /// (docs/research/2-influence.md).</summary>
    public int Iterations { get; init => field = NumberRange.AtLeast(2).Require(value); } = 10;

    /// <summary>How replicates make the influence that ranks the tasks.</summary>
    public InfluencePooling Pooling { get; init; } = InfluencePooling.AcrossReplicates;

    /// <summary>α′: step of the weights per iteration, in standard deviations of the influence over tasks, ≥ 0. Default 0.1 (chosen by us,
    /// untested).</summary>
    public double WeightStep { get; init => field = NumberRange.NotNegative.Require(value); } = 0.1;

    /// <summary>Length of the ascent step of θ per iteration, ≥ 0. Default 0.01 (chosen by us, untested).</summary>
    public double ParameterStep { get; init => field = NumberRange.NotNegative.Require(value); } = 0.01;

    /// <summary>δ relative to the largest eigenvalue met, ≥ 0. Default 0.3 (chosen by us, untested).</summary>
    public double RelativeDamping { get; init => field = NumberRange.NotNegative.Require(value); } = 0.3;

    /// <summary>Longest gradient of one task in a replicate, relative to the median length over training and poor tasks, ≥ 0; longer ones
    /// are shortened. 0 gives all of them length 1, so that their directions alone count. Null for no limit. Default null (xmrl, Lemma 3
    /// has none).</summary>
    /// <remarks>Gradients have heavy tails: without a limit a few tasks in a few replicates can decide the influence of all. A task that
    /// fails altogether has a short gradient, one that is half learned a long and noisy one; with equal lengths the influence says how much
    /// a step of given length along a task's gradient does for the poor tasks, averaged over replicates, in which noise cancels.</remarks>
    public double? GradientLimit { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Conjugate-gradient steps per solve, ≥ 1. Default 10 (chosen by us, untested).</summary>
    public int SolverSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 10;

    /// <summary>Relative residual at which a solve stops, in [0, 1). Default 0.001: sampled gradients are not worth more.</summary>
    public double SolverTolerance { get; init => field = NumberRange.ClosedOpen(0, 1).Require(value); } = 1e-3;
}
