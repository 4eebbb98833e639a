namespace Xmrl.Offline.Learning.Drawing;

/// <summary>w = exp(min(ln 20, (A − mean A)/(T·sd A))), with n − 1 in the standard deviation; not normalised to mean 1.</summary>
internal static class AdvantageWeights
{
    /// <summary>Largest weight (Mitchell et al. 2021, author code).</summary>
    public const double Largest = 20;

    /// <summary>What a weight that is clipped comes to: the largest, as it is rounded.</summary>
    public static readonly double Clipped = Math.Exp(Math.Log(Largest));

    private const double Flat = 1e-8;

    /// <summary>Weights of one batch.</summary>
    /// <param name="advantages">Advantages A. Shape [n].</param>
    /// <param name="temperature">T &gt; 0.</param>
    /// <param name="scale">c_R by which A was divided: standard deviations below its rounding count as 0.</param>
    /// <param name="weights">Receives w. Shape [n].</param>
    /// <returns>False where the advantages are all equal: w is 1 then.</returns>
    public static bool Compute(ReadOnlySpan<double> advantages, double temperature, double scale, Span<double> weights)
    {
        int n = advantages.Length;
        double mean = VectorSum(advantages) / n;
        double square = 0;
        foreach (double advantage in advantages)
        {
            square += (advantage - mean) * (advantage - mean);
        }

        double deviation = n > 1 ? Math.Sqrt(square / (n - 1)) : 0;
        if (deviation < Flat * Math.Max(1, scale))
        {
            weights.Fill(1);
            return false;
        }

        double most = Math.Log(Largest);
        for (int i = 0; i < n; i++)
        {
            weights[i] = Math.Exp(Math.Min(most, (advantages[i] - mean) / (temperature * deviation)));
        }

        return true;
    }

    private static double VectorSum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
