namespace Xmrl.Rl.Advantages;

/// <summary>Discount and trace of generalized advantage estimation.</summary>
public sealed record GaeOptions
{
    /// <summary>γ in [0, 1]. Default 0.99 (sg-mrl.txt, Appendix H).</summary>
    public double Discount { get; init => field = Unit(value, nameof(Discount)); } = 0.99;

    /// <summary>λ in [0, 1]: 0 is one-step TD, 1 is Monte Carlo minus the value. Default 1 (as in Finn et al. 2017, whose advantages are
    /// returns minus a baseline).</summary>
    public double Lambda { get; init => field = Unit(value, nameof(Lambda)); } = 1;

    private static double Unit(double value, string name)
    {
        if (!(value >= 0 && value <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [0, 1]; found {value}.");
        }

        return value;
    }
}
