using MathNet.Numerics.Distributions;

namespace Xmrl.Explain.MixingLaws;

/// <summary>λ = 1/(1 + exp(−(μ + σζ̄))): all mass inside (0, 1), a derivative everywhere.</summary>
/// <remarks>
/// φ = (μ, σ): mean and standard deviation of the log-odds of λ. <see cref="Project"/> keeps μ in [−3, 3] (λ of the median in [0.05, 0.95])
/// and σ in [0.05, 3]; from σ = √2 on the symmetric law has two modes, which move to the ends.
/// </remarks>
/// <seealso href="https://doi.org/10.1093/biomet/67.2.261">Aitchison and Shen (1980), logistic-normal distributions.</seealso>
internal sealed class LogitNormal : IMixingLaw
{
    /// <summary>Largest |μ| that <see cref="Project"/> allows.</summary>
    public const double LargestLocation = 3;

    /// <summary>Smallest σ that <see cref="Project"/> allows.</summary>
    public const double SmallestScale = 0.05;

    /// <summary>Largest σ that <see cref="Project"/> allows.</summary>
    public const double LargestScale = 3;

    // The trapezoidal rule converges exponentially on a smooth integrand that decays like a Gaussian; 10 deviations hold all but 1e-23.
    private const double QuadratureReach = 10;
    private const int QuadratureHalfSteps = 400;

    /// <inheritdoc/>
    public string Name => nameof(LogitNormal);

    /// <inheritdoc/>
    public int ParameterCount => LocationScale.ParameterCount;

    /// <inheritdoc/>
    /// <remarks>(0, 1): median ½, standard deviation of λ 0.21.</remarks>
    public void Initialize(Span<double> parameters)
    {
        LocationScale.CheckLength(parameters.Length, nameof(parameters));
        parameters[0] = 0;
        parameters[1] = 1;
    }

    /// <inheritdoc/>
    public double Sample(ReadOnlySpan<double> parameters, double standardNormal) =>
        Sigmoid(LocationScale.Read(parameters).At(standardNormal));

    /// <inheritdoc/>
    public void Derivative(ReadOnlySpan<double> parameters, double standardNormal, Span<double> lambdaByParameters)
    {
        LocationScale.CheckLength(lambdaByParameters.Length, nameof(lambdaByParameters));
        double logOdds = LocationScale.Read(parameters).At(standardNormal);
        double slope = Sigmoid(logOdds) * Sigmoid(-logOdds);
        lambdaByParameters[0] = slope;
        lambdaByParameters[1] = slope * standardNormal;
    }

    /// <inheritdoc/>
    public double Density(ReadOnlySpan<double> parameters, double lambda)
    {
        LocationScale law = LocationScale.Read(parameters);
        return lambda is > 0 and < 1
            ? Normal.PDF(law.Location, law.Scale, Math.Log(lambda / (1 - lambda))) / (lambda * (1 - lambda))
            : 0;
    }

    /// <inheritdoc/>
    public double MassAtEnds(ReadOnlySpan<double> parameters)
    {
        LocationScale.Read(parameters);
        return 0;
    }

    /// <inheritdoc/>
    /// <remarks>By quadrature over ζ̄: the moments have no closed form.</remarks>
    public double Mean(ReadOnlySpan<double> parameters) => CentralMoment(LocationScale.Read(parameters), 0, 1);

    /// <inheritdoc/>
    public double StandardDeviation(ReadOnlySpan<double> parameters)
    {
        LocationScale law = LocationScale.Read(parameters);
        return Math.Sqrt(CentralMoment(law, CentralMoment(law, 0, 1), 2));
    }

    /// <inheritdoc/>
    public void Project(Span<double> parameters) =>
        LocationScale.Clamp(parameters, (-LargestLocation, LargestLocation), (SmallestScale, LargestScale));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double CentralMoment(LocationScale law, double centre, int power)
    {
        double step = QuadratureReach / QuadratureHalfSteps, sum = 0;
        for (int i = -QuadratureHalfSteps; i <= QuadratureHalfSteps; i++)
        {
            double z = i * step;
            sum += Math.Pow(Sigmoid(law.At(z)) - centre, power) * Normal.PDF(0, 1, z);
        }

        return sum * step;
    }
}
