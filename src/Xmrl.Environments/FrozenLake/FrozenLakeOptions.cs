using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.FrozenLake;

/// <summary>Constants of <c>FrozenLakeHigh-v1</c> and <c>FrozenLakeLow-v1</c>.</summary>
/// <remarks>Stated are probability of holes, discount and the rewards ±1 (bo-mrl, Appendix A); the rest is chosen so that the optimum
/// of its figures, 1.6383, is that of a lake without holes.</remarks>
public sealed record FrozenLakeOptions
{
    /// <summary>Tasks of high variance: holes with probability 0.3. <c>FrozenLakeHigh-v1</c>.</summary>
    public static FrozenLakeOptions High { get; } = new();

    /// <summary>Tasks of low variance: holes with probability 0.1. <c>FrozenLakeLow-v1</c>.</summary>
    public static FrozenLakeOptions Low { get; } = new() { HoleProbability = 0.1 };

    /// <summary>Cells along a side, in [2, 8]. Default 4.</summary>
    public int Size { get; init => field = NumberRange.Closed(2, 8).Require(value); } = 4;

    /// <summary>Probability that a cell is a hole, in [0, 0.5]; the start and the goal never are, and maps without a path are drawn again.
    /// Default 0.3.</summary>
    public double HoleProbability { get; init => field = NumberRange.Closed(0, 0.5).Require(value); } = 0.3;

    /// <summary>Whether a step goes to the side that was chosen, or to one of the two beside it, with probability 1/3 each. Default
    /// false.</summary>
    public bool Slippery { get; init; }

    /// <summary>Whether a cell that holds pays again at every later step; otherwise it pays once and the episode terminates. Default
    /// true.</summary>
    public bool AbsorbingPays { get; init; } = true;

    /// <summary>Whether a hole holds whoever enters it, as the goal does; otherwise it charges and can be left. Default true.</summary>
    public bool HolesHold { get; init; } = true;

    /// <summary>γ of the exact tables, in [0, 0.999]; learners from samples have their own. Default 0.8 (bo-mrl, Appendix A).</summary>
    public double Discount { get; init => field = NumberRange.Closed(0, 0.999).Require(value); } = 0.8;

    /// <summary>Steps after which an episode is truncated, ≥ 1. Default 49.</summary>
    public int Horizon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Horizon));
            field = value;
        }
    }

    = 49;
}
