using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Adaptation;

/// <summary>The adaptation rule of MAML: K ascent steps θ_{k+1} = θ_k + α∘∇J(θ_k; D_k) on fresh rollouts D_k of the current
/// policy.</summary>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn et al. (2017), Algorithm 3.</seealso>
public sealed class InnerStep
{
    private readonly double[] _stepSizes;
    private readonly bool[] _adapts;

    /// <summary>One step size for every parameter.</summary>
    /// <param name="stepSize">α, ≥ 0.</param>
    /// <param name="steps">Adaptation steps K, ≥ 1.</param>
    /// <param name="parameters">Number of parameters P.</param>
    public InnerStep(double stepSize, int steps, int parameters)
        : this(Repeat(stepSize, parameters), steps)
    {
    }

    /// <summary>A step size per parameter; 0 keeps a parameter out of the adaptation.</summary>
    /// <param name="stepSizes">α, each ≥ 0. Shape [P].</param>
    /// <param name="steps">Adaptation steps K, ≥ 1.</param>
    /// <param name="learning">Whether they are meta-parameters; these are then their first values.</param>
    /// <exception cref="ArgumentException">A step size is negative or not finite, or all are 0.</exception>
    public InnerStep(double[] stepSizes, int steps, StepSizeLearning learning = StepSizeLearning.Fixed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        foreach (double stepSize in stepSizes)
        {
            NumberRange.NotNegative.Require(stepSize, nameof(stepSizes));
        }

        _stepSizes = stepSizes;
        _adapts = [.. stepSizes.Select(size => size > 0)];
        if (learning != StepSizeLearning.Fixed && !_adapts.Contains(true))
        {
            throw new ArgumentException(
                "Learned inner step sizes need a first value above 0 for at least one parameter; all are 0.", nameof(stepSizes));
        }

        Steps = steps;
        Learning = learning;
    }

    private InnerStep(InnerStep other, double[] stepSizes)
    {
        _stepSizes = stepSizes;
        _adapts = other._adapts;
        Steps = other.Steps;
        Learning = other.Learning;
    }

    /// <summary>Number of adaptation steps K, ≥ 1.</summary>
    public int Steps { get; }

    /// <summary>Step size α of every parameter. Shape [P].</summary>
    public ReadOnlySpan<double> StepSizes => _stepSizes;

    /// <summary>Whether step sizes are meta-parameters.</summary>
    public StepSizeLearning Learning { get; }

    /// <summary>Number of meta-parameters that are step sizes: they follow the policy's P parameters.</summary>
    public int LearnedCount => Learning switch
    {
        StepSizeLearning.Fixed => 0,
        StepSizeLearning.Scalar => 1,
        _ => _stepSizes.Length,
    };

    /// <summary>First values of the learned step sizes.</summary>
    /// <param name="learned">Receives them. Shape [<see cref="LearnedCount"/>].</param>
    public void InitialSizes(Span<Real> learned)
    {
        for (int i = 0; i < learned.Length; i++)
        {
            learned[i] = (Real)_stepSizes[Learning == StepSizeLearning.Scalar ? Array.IndexOf(_adapts, true) : i];
        }
    }

    /// <summary>The rule with the step sizes that the meta-parameters hold; parameters of first size 0 stay out of the
    /// adaptation.</summary>
    /// <param name="metaParameters">The policy's parameters, then the learned step sizes.</param>
    /// <returns>The rule.</returns>
    public InnerStep At(ReadOnlySpan<Real> metaParameters)
    {
        int p = _stepSizes.Length;
        if (metaParameters.Length != p + LearnedCount)
        {
            throw new ArgumentException(
                $"parameters has shape [{metaParameters.Length}]; the policy has {p} and the inner step {LearnedCount}.",
                nameof(metaParameters));
        }

        if (Learning == StepSizeLearning.Fixed)
        {
            return this;
        }

        var sizes = new double[p];
        for (int i = 0; i < p; i++)
        {
            sizes[i] = _adapts[i] ? metaParameters[Learning == StepSizeLearning.Scalar ? p : p + i] : 0;
        }

        return new InnerStep(this, sizes);
    }

    /// <summary>result += (∂α/∂learned·w)∘g: what a change w of the learned step sizes adds to a step along g.</summary>
    internal void AddChange(ReadOnlySpan<double> change, ReadOnlySpan<double> gradient, Span<double> result)
    {
        for (int i = 0; i < result.Length && change.Length > 0; i++)
        {
            result[i] += _adapts[i] ? change[Learning == StepSizeLearning.Scalar ? 0 : i] * gradient[i] : 0;
        }
    }

    /// <summary>learned += (∂α/∂learned)ᵀ(a∘g): the derivative with respect to the learned step sizes of a step along g that is followed by
    /// the adjoint a.</summary>
    internal void AddDerivative(ReadOnlySpan<double> adjoint, ReadOnlySpan<double> gradient, Span<double> learned)
    {
        for (int i = 0; i < adjoint.Length && learned.Length > 0; i++)
        {
            learned[Learning == StepSizeLearning.Scalar ? 0 : i] += _adapts[i] ? adjoint[i] * gradient[i] : 0;
        }
    }

    /// <summary>θ′ = θ + α∘g.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="gradient">Gradient g. Shape [P].</param>
    /// <returns>Adapted parameters θ′. Shape [P].</returns>
    public Real[] Apply(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> gradient)
    {
        var adapted = new Real[parameters.Length];
        for (int i = 0; i < adapted.Length; i++)
        {
            adapted[i] = (Real)(parameters[i] + (_stepSizes[i] * gradient[i]));
        }

        return adapted;
    }

    /// <summary>Product α∘v with the step sizes, element by element.</summary>
    /// <param name="vector">Vector v. Shape [P].</param>
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
