using MathNet.Numerics.Distributions;

namespace Xmrl.Explain.MixingLaws;

/// <summary>The paper's Gaussian: λ = clip(μ + σζ̄, 0, 1).</summary>
/// <remarks>
/// φ = (μ, σ): mean and standard deviation before the clip. The derivative is zero where clipped, as that of the function is.
/// <see cref="Project"/> keeps μ in [0, 1] and σ in [0.01, 1]; at (½, 1) 62 % of the mass lies at the ends.
/// </remarks>
internal sealed class ClippedNormal : IMixingLaw
{
    /// <summary>Smallest σ that <see cref="Project"/> allows.</summary>
    public const double SmallestScale = 0.01;

    /// <summary>Largest σ that <see cref="Project"/> allows.</summary>
    public const double LargestScale = 1;

    /// <inheritdoc/>
    public string Name => nameof(ClippedNormal);

    /// <inheritdoc/>
    public int ParameterCount => LocationScale.ParameterCount;

    /// <inheritdoc/>
    /// <remarks>(½, 0.2): 1.2 % of the mass at the ends.</remarks>
    public void Initialize(Span<double> parameters)
    {
        LocationScale.CheckLength(parameters.Length, nameof(parameters));
        parameters[0] = 0.5;
        parameters[1] = 0.2;
    }

    /// <inheritdoc/>
    public double Sample(ReadOnlySpan<double> parameters, double standardNormal) =>
        Math.Clamp(LocationScale.Read(parameters).At(standardNormal), 0, 1);

    /// <inheritdoc/>
    public void Derivative(ReadOnlySpan<double> parameters, double standardNormal, Span<double> lambdaByParameters)
    {
        LocationScale.CheckLength(lambdaByParameters.Length, nameof(lambdaByParameters));
        bool inside = LocationScale.Read(parameters).At(standardNormal) is > 0 and < 1;
        lambdaByParameters[0] = inside ? 1 : 0;
        lambdaByParameters[1] = inside ? standardNormal : 0;
    }

    /// <inheritdoc/>
    public double Density(ReadOnlySpan<double> parameters, double lambda)
    {
        LocationScale law = LocationScale.Read(parameters);
        return lambda is > 0 and < 1 ? Normal.PDF(law.Location, law.Scale, lambda) : 0;
    }

    /// <inheritdoc/>
    public double MassAtEnds(ReadOnlySpan<double> parameters)
    {
        LocationScale law = LocationScale.Read(parameters);
        return Normal.CDF(0, 1, -law.Location / law.Scale) + Normal.CDF(0, 1, (law.Location - 1) / law.Scale);
    }

    /// <inheritdoc/>
    public double Mean(ReadOnlySpan<double> parameters) => Moments(LocationScale.Read(parameters)).First;

    /// <inheritdoc/>
    public double StandardDeviation(ReadOnlySpan<double> parameters)
    {
        (double first, double second) = Moments(LocationScale.Read(parameters));
        return Math.Sqrt(Math.Max(0, second - (first * first)));
    }

    /// <inheritdoc/>
    public void Project(Span<double> parameters) => LocationScale.Clamp(parameters, (0, 1), (SmallestScale, LargestScale));

    /// <summary>E λ and E λ² in closed form: the truncated moments between a = −μ/σ and b = (1 − μ)/σ, plus P(λ = 1).</summary>
    private static (double First, double Second) Moments(LocationScale law)
    {
        (double mean, double scale) = law;
        double a = -mean / scale, b = (1 - mean) / scale;
        double inside = Normal.CDF(0, 1, b) - Normal.CDF(0, 1, a), above = Normal.CDF(0, 1, -b);
        double atA = Normal.PDF(0, 1, a), atB = Normal.PDF(0, 1, b);
        double first = (mean * inside) + (scale * (atA - atB)) + above;
        double second = (((mean * mean) + (scale * scale)) * inside) + (2 * mean * scale * (atA - atB))
            + (scale * scale * ((a * atA) - (b * atB))) + above;
        return (first, second);
    }
}
