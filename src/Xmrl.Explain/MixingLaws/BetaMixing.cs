using MathNet.Numerics.Distributions;
using Xmrl.Numerics.Validation;

namespace Xmrl.Explain.MixingLaws;

/// <summary>The predefined law of the ablation: λ ~ Beta(a, b), fixed, drawn as the quantile of Φ(ζ̄).</summary>
/// <remarks>No learnable parameters: φ is empty. Beta(1, 1) is uniform and costs one Φ; others are inverted numerically to better than
/// 1e-9.</remarks>
/// <seealso href="https://arxiv.org/abs/2010.10814">Wang et al. (2020), mixture regularization, whose law the paper's Appendix M.7
/// takes.</seealso>
internal sealed class BetaMixing : IMixingLaw
{
    /// <summary>Chooses the two shapes.</summary>
    /// <param name="first">a > 0.</param>
    /// <param name="second">b > 0; equal to a for a law symmetric about ½.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is not positive and finite.</exception>
    public BetaMixing(double first = 1, double second = 1)
    {
        First = NumberRange.Positive.Require(first, nameof(first));
        Second = NumberRange.Positive.Require(second, nameof(second));
    }

    /// <summary>The first shape a, &gt; 0.</summary>
    public double First { get; }

    /// <summary>The second shape b, &gt; 0.</summary>
    public double Second { get; }

    /// <inheritdoc/>
    public string Name => nameof(BetaMixing);

    /// <inheritdoc/>
    public int ParameterCount => 0;

    /// <inheritdoc/>
    public void Initialize(Span<double> parameters) => CheckEmpty(parameters.Length, nameof(parameters));

    /// <inheritdoc/>
    public double Sample(ReadOnlySpan<double> parameters, double standardNormal)
    {
        CheckEmpty(parameters.Length, nameof(parameters));
        double probability = Normal.CDF(0, 1, standardNormal);
        bool uniform = First == 1 && Second == 1;
        return uniform || probability is 0 or 1 ? probability : Beta.InvCDF(First, Second, probability);
    }

    /// <inheritdoc/>
    public void Derivative(ReadOnlySpan<double> parameters, double standardNormal, Span<double> lambdaByParameters)
    {
        CheckEmpty(parameters.Length, nameof(parameters));
        CheckEmpty(lambdaByParameters.Length, nameof(lambdaByParameters));
    }

    /// <inheritdoc/>
    public double Density(ReadOnlySpan<double> parameters, double lambda)
    {
        CheckEmpty(parameters.Length, nameof(parameters));
        return lambda is > 0 and < 1 ? Beta.PDF(First, Second, lambda) : 0;
    }

    /// <inheritdoc/>
    public double MassAtEnds(ReadOnlySpan<double> parameters)
    {
        CheckEmpty(parameters.Length, nameof(parameters));
        return 0;
    }

    /// <inheritdoc/>
    public double Mean(ReadOnlySpan<double> parameters)
    {
        CheckEmpty(parameters.Length, nameof(parameters));
        return First / (First + Second);
    }

    /// <inheritdoc/>
    public double StandardDeviation(ReadOnlySpan<double> parameters)
    {
        CheckEmpty(parameters.Length, nameof(parameters));
        double sum = First + Second;
        return Math.Sqrt(First * Second / (sum + 1)) / sum;
    }

    /// <inheritdoc/>
    public void Project(Span<double> parameters) => CheckEmpty(parameters.Length, nameof(parameters));

    private static void CheckEmpty(int found, string parameter)
    {
        if (found != 0)
        {
            throw new ArgumentException($"The beta law has no parameters; found {found}.", parameter);
        }
    }
}
