using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>What the inner problem maximises over the parameters of one block of states, with its derivatives: Σ ν(s)·Σ π_θ(a|s)·A(s, a)
/// less λ times the divergence from π_φ, whose visits ν and advantages A are held.</summary>
/// <remarks>Of the states a distance of parameters knows nothing; it counts once. Derivatives of a softmax with features x:
/// ∇Σ πA = Cov(x, A), ∇²Σ πA = E[(x − x̄)(x − x̄)ᵀ(A − Ā)].</remarks>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), eqs. (2), (9) and (11).</seealso>
internal sealed partial class BlockObjective
{
    private readonly LogitBlock _block;
    private readonly TabularOptions _options;
    private readonly PolicyMoments _moments;
    private readonly double[] _center;
    private readonly double[] _centerLogs;
    private readonly int _actions;

    /// <summary>The objective of a block.</summary>
    /// <param name="features">How logits depend on parameters.</param>
    /// <param name="block">The block.</param>
    /// <param name="options">Divergence and strength.</param>
    /// <param name="moments">π_φ, and what it is worth.</param>
    /// <param name="center">Meta-parameters φ. Shape [P].</param>
    public BlockObjective(
        LogitFeatures features, LogitBlock block, TabularOptions options, PolicyMoments moments, ReadOnlySpan<double> center)
    {
        _block = block;
        _options = options;
        _moments = moments;
        _actions = features.Actions;
        _center = center.Slice(block.First, block.Count).ToArray();
        _centerLogs = Logs(_center);
    }

    /// <summary>Whether the objective is constant: no state is visited, and the divergence is one of policies.</summary>
    public bool IsEmpty => !IsDistance && Array.TrueForAll(_block.States, s => _moments.Visits[s] == 0);

    /// <summary>φ of the block. Shape [Count].</summary>
    public ReadOnlySpan<double> Center => _center;

    /// <summary>Size of the numbers that the gradient is a sum of: what its rounding is measured by.</summary>
    public double Scale
    {
        get
        {
            double sum = IsDistance ? Strength * (1 + _center.Max(Math.Abs)) : 0;
            foreach (int s in _block.States)
            {
                double largest = IsDistance ? 0 : Strength;
                for (int a = 0; a < _actions; a++)
                {
                    largest = Math.Max(largest, Math.Abs(_moments.Advantages[(s * _actions) + a]));
                }

                sum += _moments.Visits[s] * largest;
            }

            return sum;
        }
    }

    private bool IsDistance => _options.Divergence == ProximalDivergence.Parameters;

    private double Strength => _options.Strength;

    /// <summary>Value and derivatives.</summary>
    /// <param name="parameters">θ of the block. Shape [Count].</param>
    /// <param name="gradient">Receives ∇. Shape [Count].</param>
    /// <param name="hessian">Receives ∇², row by row, if it is not empty. Of a table under a divergence of policies the direction that
    /// changes no policy is given curvature: gradients have no part in it. Shape [Count·Count] or [0].</param>
    /// <returns>The value.</returns>
    public double Derive(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        gradient.Clear();
        hessian.Clear();
        double[] logs = Logs(parameters);
        double value = 0;
        for (int i = 0; i < _block.States.Length; i++)
        {
            double visits = _moments.Visits[_block.States[i]];
            if (visits != 0)
            {
                State state = At(i, logs);
                value += visits
                    * (AddReward(state, visits, parameters, gradient, hessian) + AddDivergence(state, visits, gradient, hessian));
            }
        }

        return IsDistance ? value + AddDistance(parameters, gradient, hessian) : FixTable(value, hessian);
    }

    private double AddReward(
        State state, double visits, ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        if (!_options.IsLinear)
        {
            SoftmaxSums.AddMean(visits, SoftmaxSums.Weighted(state.Policy, state.Advantages), state.Centered, gradient);
            SoftmaxSums.AddSquares(visits, SoftmaxSums.Deviations(state.Policy, state.Advantages), state.Centered, hessian);
            return SoftmaxSums.Dot(state.Policy, state.Advantages);
        }

        double[] slope = new double[_block.Count];
        SoftmaxSums.AddMean(1, SoftmaxSums.Weighted(state.Prior, state.Advantages), _block.Centered(state.Index, state.Prior), slope);
        double value = 0;
        for (int p = 0; p < slope.Length; p++)
        {
            gradient[p] += visits * slope[p];
            value += slope[p] * (parameters[p] - _center[p]);
        }

        return value;
    }

    /// <summary>−λd² of a state with its derivatives.</summary>
    private double AddDivergence(State state, double visits, Span<double> gradient, Span<double> hessian)
    {
        switch (_options.Divergence)
        {
            case ProximalDivergence.Forward:
                SoftmaxSums.AddMean(visits * Strength, state.Prior, state.Centered, gradient);
                SoftmaxSums.AddSquares(-visits * Strength, state.Policy, state.Centered, hessian);
                return Strength * SoftmaxSums.Dot(state.Prior, state.Drift);
            case ProximalDivergence.Reverse:
                SoftmaxSums.AddMean(-visits * Strength, SoftmaxSums.Weighted(state.Policy, state.Drift), state.Centered, gradient);
                SoftmaxSums.AddSquares(-visits * Strength, state.Policy, state.Centered, hessian);
                SoftmaxSums.AddSquares(
                    -visits * Strength, SoftmaxSums.Deviations(state.Policy, state.Drift), state.Centered, hessian);
                return -Strength * SoftmaxSums.Dot(state.Policy, state.Drift);
            default:
                return 0;
        }
    }

    private double AddDistance(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        double square = 0;
        for (int p = 0; p < parameters.Length; p++)
        {
            double move = parameters[p] - _center[p];
            square += move * move;
            gradient[p] -= 2 * Strength * move;
            if (!hessian.IsEmpty)
            {
                hessian[(p * parameters.Length) + p] -= 2 * Strength;
            }
        }

        return -Strength * square;
    }

    /// <summary>Gives the direction (1, …, 1) of a table the curvature of the others.</summary>
    private double FixTable(double value, Span<double> hessian)
    {
        if (!hessian.IsEmpty && _block.States.Length == 1 && _block.Count == _actions)
        {
            double trace = 0;
            for (int p = 0; p < _actions; p++)
            {
                trace += Math.Abs(hessian[(p * _actions) + p]);
            }

            for (int k = 0; k < hessian.Length; k++)
            {
                hessian[k] -= trace / (_actions * _actions);
            }
        }

        return value;
    }

    /// <summary>ln π of the block's states.</summary>
    private double[] Logs(ReadOnlySpan<double> parameters)
    {
        double[] logits = new double[_block.States.Length * _actions];
        for (int i = 0; i < _block.States.Length; i++)
        {
            for (int a = 0; a < _actions; a++)
            {
                logits[(i * _actions) + a] = SoftmaxSums.Dot(_block.Feature(i, a, _actions), parameters);
            }
        }

        return SoftmaxTable.LogProbabilities(logits, _actions);
    }

    private State At(int index, double[] logs)
    {
        double[] own = logs.AsSpan(index * _actions, _actions).ToArray();
        double[] policy = [.. own.Select(Math.Exp)];
        int pairs = _block.States[index] * _actions;
        return new State(
            index, policy, _moments.Policy.AsSpan(pairs, _actions).ToArray(), _moments.Advantages.AsSpan(pairs, _actions).ToArray(),
            [.. own.Select((log, a) => log - _centerLogs[(index * _actions) + a])], _block.Centered(index, policy));
    }

    /// <summary>One state at θ.</summary>
    /// <param name="Index">Its place in the block.</param>
    /// <param name="Policy">Adapted policy π_θ. Shape [A].</param>
    /// <param name="Prior">Policy π_φ. Shape [A].</param>
    /// <param name="Advantages">A of π_φ. Shape [A].</param>
    /// <param name="Drift">ln π_θ − ln π_φ. Shape [A].</param>
    /// <param name="Centered">x − x̄ under π_θ. Shape [A·Count].</param>
    private sealed record State(int Index, double[] Policy, double[] Prior, double[] Advantages, double[] Drift, double[] Centered);
}
