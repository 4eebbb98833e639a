using Xmrl.Explain.Information;

namespace Xmrl.Verification;

/// <summary>I(θ; Λ) of one- and two-dimensional Gaussians by the trapezoidal rule, which converges exponentially here.</summary>
internal static class GaussianIntegral
{
    private const double ReachInDeviations = 9;

    public static double Information(DiagonalGaussianSet set)
    {
        double share = set.Dimension == 1 ? 0.05 : 0.12;
        (double low0, double high0, double step0) = Range(set, 0, share);
        (double low1, double high1, double step1) = set.Dimension == 2 ? Range(set, 1, share) : (0, 0.5, 1);
        double sum = 0;
        double[] logs = new double[set.Count];
        for (double x = low0; x < high0; x += step0)
        {
            for (double y = low1; y < high1; y += step1)
            {
                double mixture = 0;
                for (int j = 0; j < set.Count; j++)
                {
                    logs[j] = LogDensity(set, j, 0, x) + (set.Dimension == 2 ? LogDensity(set, j, 1, y) : 0);
                    mixture += Math.Exp(logs[j]) / set.Count;
                }

                foreach (double log in logs)
                {
                    double density = Math.Exp(log);
                    sum += density > 0 ? density * (log - Math.Log(mixture)) / set.Count : 0;
                }
            }
        }

        return sum * step0 * step1;
    }

    private static (double Low, double High, double Step) Range(DiagonalGaussianSet set, int d, double stepInDeviations)
    {
        double low = double.MaxValue, high = double.MinValue, smallest = double.MaxValue;
        for (int j = 0; j < set.Count; j++)
        {
            double mean = set.Mean(j)[d], sigma = set.StandardDeviation(j)[d];
            low = Math.Min(low, mean - (ReachInDeviations * sigma));
            high = Math.Max(high, mean + (ReachInDeviations * sigma));
            smallest = Math.Min(smallest, sigma);
        }

        return (low, high, stepInDeviations * smallest);
    }

    private static double LogDensity(DiagonalGaussianSet set, int j, int d, double x)
    {
        double sigma = set.StandardDeviation(j)[d], z = (x - set.Mean(j)[d]) / sigma;
        return (-0.5 * ((z * z) + Math.Log(2 * Math.PI))) - Math.Log(sigma);
    }
}
