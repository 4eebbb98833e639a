using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Optimization;

/// <summary>Adam as gradient ascent with moments in the precision of the parameters, for millions of them: a step is taken part by part,
/// on any thread, and nothing is copied.</summary>
/// <remarks>The formulas of <see cref="Adam"/>. Parts of one step must not overlap. That a gradient is finite is for the caller to
/// check.</remarks>
internal sealed class PartwiseAdam : IOptimizer
{
    private readonly AdamOptions _options;
    private readonly Real[] _mean;
    private readonly Real[] _meanSquare;
    private readonly Real[] _keptMean;
    private readonly Real[] _keptMeanSquare;
    private long _steps;
    private long _keptSteps;
    private MomentFactors _factors;

    /// <summary>Creates the optimizer with zero moments.</summary>
    /// <param name="parameters">Number of parameters P ≥ 0.</param>
    /// <param name="options">The constants.</param>
    public PartwiseAdam(int parameters, AdamOptions options)
    {
        _options = options;
        (_mean, _meanSquare) = (new Real[parameters], new Real[parameters]);
        (_keptMean, _keptMeanSquare) = (new Real[parameters], new Real[parameters]);
        StepSize = options.StepSize;
    }

    /// <inheritdoc/>
    public double StepSize
    {
        get;
        set => field = NumberRange.NotNegative.Require(value);
    }

    /// <inheritdoc/>
    /// <remarks>Copies, under the names of <see cref="Adam.State"/>.</remarks>
    public IReadOnlyList<(string Name, double[] Values)> State =>
    [
        ("stepSize", [StepSize]), ("steps", [_steps]), ("mean", Array.ConvertAll(_mean, value => (double)value)),
        ("meanSquare", Array.ConvertAll(_meanSquare, value => (double)value)),
    ];

    /// <summary>Begins a step.</summary>
    public void Begin()
    {
        _steps++;
        _factors = new MomentFactors
        {
            MeanMemory = (Real)_options.Beta1,
            MeanShare = (Real)(1 - _options.Beta1),
            SquareMemory = (Real)_options.Beta2,
            SquareShare = (Real)(1 - _options.Beta2),
            Step = (Real)(StepSize / (1 - Math.Pow(_options.Beta1, _steps))),
            Correction = (Real)(1 / (1 - Math.Pow(_options.Beta2, _steps))),
            Epsilon = (Real)_options.Epsilon,
        };
    }

    /// <inheritdoc/>
    public void Step(Span<Real> parameters, ReadOnlySpan<double> gradient)
    {
        Begin();
        Step(0, Array.ConvertAll(gradient.ToArray(), value => (Real)value), parameters);
    }

    /// <summary>Takes the step on a part of the parameters.</summary>
    /// <param name="first">Index of the part's first parameter.</param>
    /// <param name="gradient">Its gradient. Shape [n].</param>
    /// <param name="parameters">Its parameters, moved. Shape [n].</param>
    public void Step(int first, ReadOnlySpan<Real> gradient, Span<Real> parameters) => MomentPass.Run(
        gradient, _mean.AsSpan(first, gradient.Length), _meanSquare.AsSpan(first, gradient.Length), parameters, _factors);

    /// <summary>Remembers the moments.</summary>
    public void Keep()
    {
        _mean.CopyTo(_keptMean, 0);
        _meanSquare.CopyTo(_keptMeanSquare, 0);
        _keptSteps = _steps;
    }

    /// <summary>Takes back what was remembered last.</summary>
    public void TakeBack()
    {
        _keptMean.CopyTo(_mean, 0);
        _keptMeanSquare.CopyTo(_meanSquare, 0);
        _steps = _keptSteps;
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        OptimizerState.Require(state, [("stepSize", 1), ("steps", 1), ("mean", _mean.Length), ("meanSquare", _meanSquare.Length)]);
        double steps = state[1].Values[0];
        if (!(steps >= 0 && steps < long.MaxValue && double.IsInteger(steps)))
        {
            throw new ArgumentException($"state holds {steps} steps; a whole number expected.", nameof(state));
        }

        StepSize = state[0].Values[0];
        _steps = (long)steps;
        for (int i = 0; i < _mean.Length; i++)
        {
            (_mean[i], _meanSquare[i]) = ((Real)state[2].Values[i], (Real)state[3].Values[i]);
        }
    }
}
