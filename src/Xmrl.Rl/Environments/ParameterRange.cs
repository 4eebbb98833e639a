namespace Xmrl.Rl.Environments;

/// <summary>The interval in which a task parameter lies.</summary>
/// <param name="Low">Lower end, in the parameter's unit.</param>
/// <param name="High">Upper end, ≥ <paramref name="Low"/>.</param>
public readonly record struct ParameterRange(double Low, double High)
{
    /// <summary>Whether a value lies in the closed interval; never true for NaN.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Maps a uniform number to the interval.</summary>
    /// <param name="unit">A number in [0, 1).</param>
    public double At(double unit) => Low + (unit * (High - Low));
}
