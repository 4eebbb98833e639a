using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Randomness;

public sealed class DiagonalGaussianTests
{
    /// <summary>The same formula in another order of operations.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Trapezoidal rule over ±12 standard deviations: exponentially accurate for a Gaussian.</summary>
    private const double Quadrature = 1e-10;

    [Fact]
    public void LogDensity_TwoDimensions_IsSumOfTextbookFormula()
    {
        double[] x = [0.3, -2];
        double[] mean = [1, 0.5];
        double[] logDeviation = [Math.Log(0.5), Math.Log(3)];
        double expected = Math.Log(Density(0.3, 1, 0.5)) + Math.Log(Density(-2, 0.5, 3));
        DiagonalGaussian.LogDensity<double>(x, mean, logDeviation).ShouldBe(expected, Rounding);
    }

    [Fact]
    public void LogDensity_Float_EqualsDoubleOfTheSameNumbers()
    {
        float[] x = [0.25f, -2];
        float[] mean = [1, 0.5f];
        float[] logDeviation = [-0.5f, 1];
        double expected = DiagonalGaussian.LogDensity<double>([0.25, -2], [1, 0.5], [-0.5, 1]);
        DiagonalGaussian.LogDensity<float>(x, mean, logDeviation).ShouldBe(expected);
    }

    [Fact]
    public void Entropy_OneDimension_EqualsIntegral()
    {
        const double Deviation = 0.7;
        double integral = Integrate(0, Deviation, (x, p) => -p * Math.Log(p));
        DiagonalGaussian.Entropy<double>([Math.Log(Deviation)]).ShouldBe(integral, Quadrature);
    }

    [Fact]
    public void KullbackLeibler_OneDimension_EqualsIntegral()
    {
        double integral = Integrate(0.4, 0.7, (x, p) => p * (Math.Log(p) - Math.Log(Density(x, -1, 1.3))));
        DiagonalGaussian.KullbackLeibler<double>([0.4], [Math.Log(0.7)], [-1], [Math.Log(1.3)]).ShouldBe(integral, Quadrature);
    }

    [Fact]
    public void KullbackLeibler_SameDistribution_IsZero() =>
        DiagonalGaussian.KullbackLeibler<double>([0.4, 2], [-1, 0.5], [0.4, 2], [-1, 0.5]).ShouldBe(0, Rounding);

    [Fact]
    public void LogDensity_LengthsDiffer_Throws() =>
        Should.Throw<ArgumentException>(() => DiagonalGaussian.LogDensity<double>([1, 2], [1], [1, 2])).ParamName.ShouldBe("mean");

    private static double Density(double x, double mean, double deviation) =>
        Math.Exp(-0.5 * Math.Pow((x - mean) / deviation, 2)) / (deviation * Math.Sqrt(Math.Tau));

    private static double Integrate(double mean, double deviation, Func<double, double, double> integrand)
    {
        const int Steps = 4000;
        double width = 24 * deviation / Steps;
        double sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double x = mean - (12 * deviation) + (i * width);
            sum += integrand(x, Density(x, mean, deviation)) * width;
        }

        return sum;
    }
}
