namespace Xmrl.Acting;

/// <summary>Advantages of what a policy did: generalized advantage estimation over a baseline that is fitted to these trajectories, brought
/// to mean 0 and standard deviation 1.</summary>
/// <seealso href="https://arxiv.org/abs/1506.02438">Schulman et al. (2016), equation (16).</seealso>
internal sealed class Advantages
{
    /// <summary>Added to the standard deviation, so that equal values become zeros instead of 0/0.</summary>
    private const double Epsilon = 1e-8;

    /// <summary>Largest relative error of one rounding of a reward.</summary>
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>Roundings between a reward and its advantage.</summary>
    private const double Roundings = 4;

    private readonly IReadOnlyList<Trajectory> _trajectories;
    private readonly double _discount;
    private readonly double _trace;
    private readonly double[] _returns;
    private readonly ValueBaseline _baseline;
    private readonly bool _goesOn;

    /// <summary>Fits the baseline.</summary>
    /// <param name="trajectories">What was met.</param>
    /// <param name="observationSize">O, the numbers of an observation, ≥ 1.</param>
    /// <param name="features">φ of the baseline.</param>
    /// <param name="discount">γ, the discount, in [0, 1].</param>
    /// <param name="trace">λ of the estimator, in [0, 1].</param>
    /// <exception cref="ArgumentException">There is no trajectory, or one is empty, has no end or observations of another size.</exception>
    public Advantages(
        IReadOnlyList<Trajectory> trajectories, int observationSize, IValueFeatures features, double discount, double trace)
    {
        (_trajectories, _discount, _trace) = (trajectories, discount, trace);
        int samples = 0;
        foreach (Trajectory trajectory in trajectories)
        {
            trajectory.Require(observationSize);
            samples += trajectory.Length;
        }

        if (samples == 0)
        {
            throw new ArgumentException("An adaptation step needs at least one trajectory.", nameof(trajectories));
        }

        _returns = new double[samples];
        int first = 0;
        foreach (Trajectory trajectory in trajectories)
        {
            double sum = 0;
            for (int t = trajectory.Length - 1; t >= 0; t--)
            {
                sum = trajectory.Reward(t) + (discount * sum);
                _returns[first + t] = sum;
            }

            first += trajectory.Length;
        }

        // Without a discount and without time V is the return until the limit, so the advantages end there too.
        _goesOn = features.TellsTime || discount < 1;
        _baseline = new ValueBaseline(features);
        _baseline.Fit(trajectories, _returns, discount);
    }

    /// <summary>Â of all samples, in the order of the trajectories.</summary>
    public double[] Standardized()
    {
        var advantages = new double[_returns.Length];
        double largest = 0;
        int first = 0;
        foreach (Trajectory trajectory in _trajectories)
        {
            largest = Math.Max(largest, Estimate(trajectory, first, advantages));
            first += trajectory.Length;
        }

        double mean = 0;
        foreach (double advantage in advantages)
        {
            mean += advantage / advantages.Length;
        }

        double squares = 0;
        for (int i = 0; i < advantages.Length; i++)
        {
            advantages[i] -= mean;
            squares += advantages[i] * advantages[i];
            largest = Math.Max(largest, Math.Abs(_returns[i]));
        }

        // A spread that rounding alone makes, or trajectories that all earn the same, tell nothing of actions.
        double deviation = Math.Sqrt(squares / advantages.Length);
        double factor = AllAlike() || deviation <= Roundings * Rounding * largest ? 0 : 1 / (deviation + Epsilon);
        for (int i = 0; i < advantages.Length; i++)
        {
            advantages[i] *= factor;
        }

        return advantages;
    }

    /// <summary>Âₜ = δₜ + γλ·Âₜ₊₁ with δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ); V is 0 where the process ended.</summary>
    /// <returns>The largest magnitude of V.</returns>
    private double Estimate(Trajectory trajectory, int first, double[] advantages)
    {
        double largest = 0;
        double next = trajectory.Terminated || !_goesOn ? 0 : _baseline.Value(trajectory.FinalObservation, trajectory.Length);
        double sum = 0;
        for (int t = trajectory.Length - 1; t >= 0; t--)
        {
            double value = _baseline.Value(trajectory.Observation(t), t);
            sum = trajectory.Reward(t) + (_discount * next) - value + (_discount * _trace * sum);
            advantages[first + t] = sum;
            next = value;
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    /// <summary>Whether all trajectories go on to earn the same at every step; of one alone, whether all its rewards are equal.</summary>
    private bool AllAlike()
    {
        Trajectory one = _trajectories[0];
        if (_trajectories.Count == 1)
        {
            for (int t = 1; t < one.Length; t++)
            {
                if (!one.Reward(t).Equals(one.Reward(0)))
                {
                    return false;
                }
            }

            return true;
        }

        double largest = 0;
        foreach (double sum in _returns)
        {
            largest = Math.Max(largest, Math.Abs(sum));
        }

        foreach (Trajectory other in _trajectories)
        {
            if (other.Length != one.Length || other.Terminated != one.Terminated)
            {
                return false;
            }
        }

        for (int i = one.Length; i < _returns.Length; i++)
        {
            if (!(Math.Abs(_returns[i] - _returns[i % one.Length]) <= 2 * Rounding * largest))
            {
                return false;
            }
        }

        return true;
    }
}
