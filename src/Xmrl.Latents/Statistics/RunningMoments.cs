namespace Xmrl.Latents.Statistics;

/// <summary>Count, mean and sum of squared deviations of features, gathered in double.</summary>
/// <remarks>Sums of blocks are merged in the order of the blocks, so that no bit depends on threads.</remarks>
/// <param name="features">Number of features, ≥ 1.</param>
/// <seealso href="https://doi.org/10.1080/00031305.1983.10483115">Chan, Golub and LeVeque (1983): how two sums of squares are
/// merged.</seealso>
internal sealed class RunningMoments(int features)
{
    /// <summary>Largest magnitude of a normalised number (Zintgraf et al. 2020, author code).</summary>
    internal const double Bound = 10;

    private const double Epsilon = 1e-8;

    private readonly double[] _mean = new double[features];
    private readonly double[] _squares = new double[features];

    /// <summary>Number of rows.</summary>
    public double Count { get; private set; }

    /// <summary>Mean of every feature. Shape [features].</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>All numbers, for checkpoints: count, means, sums of squares.</summary>
    public double[] State => [Count, .. _mean, .. _squares];

    /// <summary>Adds a row.</summary>
    /// <param name="row">One number per feature.</param>
    public void Add(ReadOnlySpan<Real> row)
    {
        Count++;
        for (int i = 0; i < _mean.Length; i++)
        {
            double before = row[i] - _mean[i];
            _mean[i] += before / Count;
            _squares[i] += before * (row[i] - _mean[i]);
        }
    }

    /// <summary>Adds the rows of another block.</summary>
    /// <param name="other">Its sums.</param>
    public void Merge(RunningMoments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        double count = Count + other.Count;
        for (int i = 0; i < _mean.Length; i++)
        {
            double distance = other._mean[i] - _mean[i];
            _mean[i] += distance * other.Count / count;
            _squares[i] += other._squares[i] + (distance * distance * Count * other.Count / count);
        }

        Count = count;
    }

    /// <summary>One over the standard deviation of a feature; 1 where nothing was added or the feature never changed.</summary>
    /// <param name="feature">In [0, features).</param>
    public double Scale(int feature)
    {
        double variance = Count > 0 ? _squares[feature] / Count : 0;
        return variance > 0 ? 1 / Math.Sqrt(variance + Epsilon) : 1;
    }

    /// <summary>Continues from stored numbers.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="ArgumentException">Another length, or a count or sum below 0; nothing changes.</exception>
    public void Restore(ReadOnlySpan<double> state)
    {
        int size = _mean.Length;
        if (state.Length != 1 + (2 * size) || !(state[0] >= 0)
            || state[(1 + size)..].ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon))
        {
            throw new ArgumentException(
                $"state has shape [{state.Length}]; expected [{1 + (2 * size)}] with a count and sums of squares of at least 0.",
                nameof(state));
        }

        Count = state[0];
        state.Slice(1, size).CopyTo(_mean);
        state[(1 + size)..].CopyTo(_squares);
    }
}
