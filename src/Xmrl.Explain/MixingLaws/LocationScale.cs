namespace Xmrl.Explain.MixingLaws;

/// <summary>The parameters φ = (μ, σ) of a law λ = f(μ + σζ̄).</summary>
/// <param name="Location">Location μ, finite.</param>
/// <param name="Scale">Scale σ, finite and &gt; 0.</param>
internal readonly record struct LocationScale(double Location, double Scale)
{
    public const int ParameterCount = 2;

    /// <summary>Reads and checks φ.</summary>
    public static LocationScale Read(ReadOnlySpan<double> parameters)
    {
        CheckLength(parameters.Length, nameof(parameters));
        if (!double.IsFinite(parameters[0]) || !(parameters[1] > 0 && double.IsFinite(parameters[1])))
        {
            throw new ArgumentException(
                $"Expected a finite location and a positive, finite scale; found {parameters[0]} and {parameters[1]}.", nameof(parameters));
        }

        return new(parameters[0], parameters[1]);
    }

    public static void CheckLength(int found, string parameter)
    {
        if (found != ParameterCount)
        {
            throw new ArgumentException($"Expected {ParameterCount} elements, location and scale; found {found}.", parameter);
        }
    }

    /// <summary>Clamps φ; NaN is refused, because no nearest point exists.</summary>
    public static void Clamp(Span<double> parameters, (double Low, double High) location, (double Low, double High) scale)
    {
        CheckLength(parameters.Length, nameof(parameters));
        if (double.IsNaN(parameters[0]) || double.IsNaN(parameters[1]))
        {
            throw new ArgumentException($"Expected numbers; found {parameters[0]} and {parameters[1]}.", nameof(parameters));
        }

        parameters[0] = Math.Clamp(parameters[0], location.Low, location.High);
        parameters[1] = Math.Clamp(parameters[1], scale.Low, scale.High);
    }

    public double At(double standardNormal) => Location + (Scale * standardNormal);
}
