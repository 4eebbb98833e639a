using System.Collections.Immutable;
using Xmrl.Numerics.Validation;
using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Learning;

/// <summary>Constants of MACAW.</summary>
internal sealed record MacawOptions
{
    /// <summary>Widths of the hidden layers of policy and value; may be empty. Default 3 of 100 (author code).</summary>
    public ImmutableArray<int> Hidden { get; init; } = [100, 100, 100];

    /// <summary>c, components of the latent that a layer is generated from, ≥ 0; 0 for plain layers.</summary>
    public int Latents { get; init => field = NumberRange.AtLeast(0).Require(value); }

    /// <summary>σ of real actions in units of the action limit, &gt; 0.</summary>
    public double Deviation { get; init => field = NumberRange.Positive.Require(value); } = 0.2;

    /// <summary>Whether the mean of real actions is pressed through tanh.</summary>
    public bool SquashesMean { get; init; } = true;

    /// <summary>γ in (0, 1].</summary>
    public double Discount { get; init => field = NumberRange.OpenClosed(0, 1).Require(value); } = 0.99;

    /// <summary>Rows n of an inner and of an outer batch, ≥ 2.</summary>
    public int Rows { get; init => field = NumberRange.AtLeast(2).Require(value); } = 256;

    /// <summary>Whether inner rows are drawn evenly instead of one stretch.</summary>
    public bool UniformInnerRows { get; init; } = true;

    /// <summary>Every so many-th step of a buffer is used, ≥ 1.</summary>
    public int Stride { get; init => field = NumberRange.AtLeast(1).Require(value); } = 1;

    /// <summary>Share of the episodes of every buffer that training leaves to scored adaptations, in [0, 0.5].</summary>
    public double HoldOut { get; init => field = NumberRange.Closed(0, 0.5).Require(value); }

    /// <summary>B, tasks of an outer step, ≥ 1.</summary>
    public int TasksPerStep { get; init => field = NumberRange.AtLeast(1).Require(value); } = 5;

    /// <summary>Outer steps of an iteration, ≥ 1.</summary>
    public int StepsPerIteration { get; init => field = NumberRange.AtLeast(1).Require(value); } = 100;

    /// <summary>First inner step sizes α of the policy, in (0, 1000].</summary>
    public double PolicyStep { get; init => field = NumberRange.OpenClosed(0, 1000).Require(value); } = 0.03;

    /// <summary>First inner step sizes η of the value, in (0, 1000].</summary>
    public double ValueStep { get; init => field = NumberRange.OpenClosed(0, 1000).Require(value); } = 0.03;

    /// <summary>First coefficient λ of the head's error, in [0, 1000]; 0 for no head.</summary>
    public double Coefficient { get; init => field = NumberRange.Closed(0, 1000).Require(value); } = 0.01;

    /// <summary>Outer step size of the value, as a multiple of that of the policy, ≥ 0.</summary>
    public double ValueRate { get; init => field = NumberRange.NotNegative.Require(value); } = 0.1;

    /// <summary>Outer step size of raw step sizes and coefficient, as a multiple of that of the policy, ≥ 0.</summary>
    public double RawRate { get; init => field = NumberRange.NotNegative.Require(value); } = 10;

    /// <summary>Temperature T of the weights, &gt; 0.</summary>
    public double Temperature { get; init => field = NumberRange.Positive.Require(value); } = 1;

    /// <summary>Share of the value's adaptation that outer targets see, in [0, 1].</summary>
    public double TargetShare { get; init => field = NumberRange.Closed(0, 1).Require(value); } = 0.1;

    /// <summary>Whether the outer target of the value has the value of what follows a cut episode.</summary>
    public bool HasTail { get; init; } = true;

    /// <summary>What the likelihood is weighted with.</summary>
    public WeightKind Weights { get; init; }

    /// <summary>Divisor of returns, values and advantages, &gt; 0; null for the standard deviation of the training buffers'
    /// returns.</summary>
    public double? ReturnScale { get; init; }

    /// <summary>What adaptations see when they are scored.</summary>
    public AdaptSource AdaptFrom { get; init; }

    /// <summary>Strength of −½‖θ‖² of the policy in the meta-objective, ≥ 0.</summary>
    public double Regularization { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>What rows of a buffer are.</summary>
    public RowOptions RowOptions => new(Discount, Stride, HoldOut);

    /// <summary>Whether training adapts too.</summary>
    public bool Adapts => AdaptFrom != AdaptSource.None;
}
