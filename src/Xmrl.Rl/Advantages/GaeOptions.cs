using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Advantages;

/// <summary>Discount and trace of generalized advantage estimation.</summary>
public sealed record GaeOptions
{
    /// <summary>γ in [0, 1]. Default 0.99 (sg-mrl.txt, Appendix H).</summary>
    public double Discount { get; init => field = NumberRange.Closed(0, 1).Require(value); } = 0.99;

    /// <summary>λ in [0, 1]: 0 is one-step TD, 1 is Monte Carlo minus the value. Default 1 (as in Finn et al. 2017, whose advantages are
    /// returns minus a baseline).</summary>
    public double Lambda { get; init => field = NumberRange.Closed(0, 1).Require(value); } = 1;
}
