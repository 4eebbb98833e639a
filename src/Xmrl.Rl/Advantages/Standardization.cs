namespace Xmrl.Rl.Advantages;

/// <summary>Brings numbers to mean 0 and standard deviation 1.</summary>
internal static class Standardization
{
    /// <summary>Added to the standard deviation, so that equal values become zeros instead of 0/0; far below the spread of any real
    /// advantages. As in the reference code of Rothfuss et al. (2019).</summary>
    public const double Epsilon = 1e-8;

    /// <summary>x ← (x − mean)/(sd + ε) with the population standard deviation.</summary>
    /// <param name="values">x, changed in place. Any length; empty stays empty.</param>
    /// <remarks>Mean and deviation are summed in double in ascending order. One NaN makes all NaN.</remarks>
    public static void Standardize(Span<Real> values)
    {
        double sum = 0;
        foreach (Real value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (Real value in values)
        {
            double deviation = value - mean;
            squares += deviation * deviation;
        }

        double scale = 1 / (Math.Sqrt(squares / values.Length) + Epsilon);
        foreach (ref Real value in values)
        {
            value = (Real)((value - mean) * scale);
        }
    }
}
