namespace Xmrl.Meta.Adaptation;

/// <summary>The adaptation rule of MAML: K ascent steps θ_{k+1} = θ_k + α∘∇J(θ_k; D_k) on fresh rollouts D_k of the current policy.</summary>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn et al. (2017), Algorithm 3.</seealso>
public sealed class InnerStep
{
    private readonly double[] _stepSizes;

    /// <summary>One step size for every parameter.</summary>
    /// <param name="stepSize">α, ≥ 0.</param>
    /// <param name="steps">K, ≥ 1.</param>
    /// <param name="parameters">Number of parameters P.</param>
    public InnerStep(double stepSize, int steps, int parameters)
        : this(Repeat(stepSize, parameters), steps)
    {
    }

    /// <summary>A step size per parameter; 0 keeps a parameter out of the adaptation.</summary>
    /// <param name="stepSizes">α, each ≥ 0. Shape [P].</param>
    /// <param name="steps">K, ≥ 1.</param>
    public InnerStep(double[] stepSizes, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        foreach (double stepSize in stepSizes)
        {
            if (!(stepSize >= 0 && double.IsFinite(stepSize)))
            {
                throw new ArgumentOutOfRangeException(nameof(stepSizes), stepSize, $"An inner step size must be a finite number ≥ 0; found {stepSize}.");
            }
        }

        _stepSizes = stepSizes;
        Steps = steps;
    }

    /// <summary>K.</summary>
    public int Steps { get; }

    /// <summary>α. Shape [P].</summary>
    public ReadOnlySpan<double> StepSizes => _stepSizes;

    /// <summary>θ′ = θ + α∘g.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="gradient">g. Shape [P].</param>
    /// <returns>θ′. Shape [P].</returns>
    public Real[] Apply(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> gradient)
    {
        var adapted = new Real[parameters.Length];
        for (int i = 0; i < adapted.Length; i++)
        {
            adapted[i] = (Real)(parameters[i] + (_stepSizes[i] * gradient[i]));
        }

        return adapted;
    }

    /// <summary>α∘v.</summary>
    /// <param name="vector">v. Shape [P].</param>
    /// <param name="result">Receives α∘v; may be the same memory as v.</param>
    public void Scale(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = _stepSizes[i] * vector[i];
        }
    }

    private static double[] Repeat(double stepSize, int parameters)
    {
        var result = new double[parameters];
        Array.Fill(result, stepSize);
        return result;
    }
}
