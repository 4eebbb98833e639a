using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Optimization;

/// <summary>Adam as gradient ascent, with bias correction; moments in double.</summary>
/// <remarks>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ + α · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).</remarks>
/// <seealso href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015), Adam, algorithm 1, with the sign of ascent.</seealso>
public sealed class Adam : IOptimizer
{
    private readonly AdamOptions _options;
    private readonly double[] _mean;
    private readonly double[] _meanSquare;
    private long _steps;

    /// <summary>Creates the optimizer with zero moments.</summary>
    /// <param name="parameters">Number of parameters P ≥ 0.</param>
    /// <param name="options">The constants.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parameters"/> is negative.</exception>
    public Adam(int parameters, AdamOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameters);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _mean = new double[parameters];
        _meanSquare = new double[parameters];
        StepSize = options.StepSize;
    }

    /// <inheritdoc/>
    public double StepSize
    {
        get;
        set => field = NumberRange.NotNegative.Require(value);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State =>
        [("stepSize", [StepSize]), ("steps", [_steps]), ("mean", [.. _mean]), ("meanSquare", [.. _meanSquare])];

    /// <inheritdoc/>
    public void Step(Span<Real> parameters, ReadOnlySpan<double> gradient)
    {
        VectorOperations.RequireLength(parameters.Length, _mean.Length, nameof(parameters));
        VectorOperations.RequireLength(gradient.Length, _mean.Length, nameof(gradient));
        _steps++;
        double beta1 = _options.Beta1;
        double beta2 = _options.Beta2;
        double correction1 = 1 - Math.Pow(beta1, _steps);
        double correction2 = 1 - Math.Pow(beta2, _steps);
        for (int i = 0; i < parameters.Length; i++)
        {
            double g = gradient[i];
            double m = (beta1 * _mean[i]) + ((1 - beta1) * g);
            double v = (beta2 * _meanSquare[i]) + ((1 - beta2) * g * g);
            _mean[i] = m;
            _meanSquare[i] = v;
            parameters[i] = (Real)(parameters[i] + (StepSize * (m / correction1) / (Math.Sqrt(v / correction2) + _options.Epsilon)));
        }
    }

    /// <summary>α · g / (√(v / (1 − β₂ᵗ)) + ε): all that a gradient moves the parameters over its own step and the later ones, in which
    /// the moment m remembers it, where v stays as it is.</summary>
    /// <param name="gradient">Receives that in place of g. Shape [P].</param>
    /// <exception cref="InvalidOperationException">There was no step, so that v says nothing.</exception>
    internal void Precondition(Span<double> gradient)
    {
        VectorOperations.RequireLength(gradient.Length, _mean.Length, nameof(gradient));
        if (_steps == 0)
        {
            throw new InvalidOperationException("Adam has taken no step: its mean squares are of no gradient.");
        }

        double correction = 1 - Math.Pow(_options.Beta2, _steps);
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] *= StepSize / (Math.Sqrt(_meanSquare[i] / correction) + _options.Epsilon);
        }
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
        state[2].Values.CopyTo(_mean, 0);
        state[3].Values.CopyTo(_meanSquare, 0);
    }
}
