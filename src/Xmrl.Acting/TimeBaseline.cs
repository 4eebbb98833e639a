namespace Xmrl.Acting;

/// <summary>V(o, t) = wᵀφ with φ = [o, o², t/100, (t/100)², (t/100)³, 1] and o clipped to ±10, fitted by ridge regression on discounted
/// returns.</summary>
/// <seealso href="https://arxiv.org/abs/1604.06778">Duan et al. (2016), appendix: the linear feature baseline.</seealso>
internal sealed class TimeBaseline
{
    private const double Ridge = 1e-5;
    private const double RaiseFactor = 10;
    private const int MostAttempts = 5;
    private const float ClipAt = 10;
    private const float TimeScale = 0.01f;

    private readonly int _observationSize;
    private readonly int _count;
    private readonly float[] _features;
    private double[] _weights;

    /// <summary>V = 0 until the fit.</summary>
    public TimeBaseline(int observationSize)
    {
        _observationSize = observationSize;
        _count = (2 * observationSize) + 4;
        _features = new float[_count];
        _weights = new double[_count];
    }

    /// <summary>Fits w; where that is not possible V stays 0, with which advantages are right too, and noisier.</summary>
    public void Fit(IReadOnlyList<Trajectory> trajectories, double[] returns)
    {
        var gram = new double[_count, _count];
        var moment = new double[_count];
        int sample = 0;
        foreach (Trajectory trajectory in trajectories)
        {
            for (int t = 0; t < trajectory.Length; t++)
            {
                Fill(trajectory.Observation(t), t);
                double target = (float)returns[sample++];
                for (int i = 0; i < _count; i++)
                {
                    moment[i] += _features[i] * target;
                    for (int j = i; j < _count; j++)
                    {
                        gram[i, j] += (double)_features[i] * _features[j];
                    }
                }
            }
        }

        double ridge = Ridge;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (Solve(gram, moment, ridge) is { } weights)
            {
                _weights = weights;
                return;
            }

            ridge *= RaiseFactor;
        }
    }

    /// <summary>V, the return that is expected from here on.</summary>
    public double Value(ReadOnlySpan<float> observation, int time)
    {
        Fill(observation, time);
        double sum = 0;
        for (int i = 0; i < _count; i++)
        {
            sum += _weights[i] * _features[i];
        }

        return sum;
    }

    private void Fill(ReadOnlySpan<float> observation, int time)
    {
        for (int i = 0; i < _observationSize; i++)
        {
            float clipped = Math.Clamp(observation[i], -ClipAt, ClipAt);
            _features[i] = clipped;
            _features[_observationSize + i] = clipped * clipped;
        }

        float scaled = time * TimeScale;
        int first = 2 * _observationSize;
        _features[first] = scaled;
        _features[first + 1] = scaled * scaled;
        _features[first + 2] = scaled * scaled * scaled;
        _features[first + 3] = 1;
    }

    /// <summary>Solves (gram + ridge·I) w = moment by Cholesky's factor; null where that does not exist or w is not finite.</summary>
    private double[]? Solve(double[,] gram, double[] moment, double ridge)
    {
        // The factor L lies in the lower triangle; the upper triangle of the Gram matrix is read.
        var factor = new double[_count, _count];
        var weights = new double[_count];
        for (int j = 0; j < _count; j++)
        {
            for (int i = j; i < _count; i++)
            {
                double sum = gram[j, i] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                if (i == j && !(sum > 0))
                {
                    return null;
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        for (int i = 0; i < _count; i++)
        {
            double sum = moment[i];
            for (int k = 0; k < i; k++)
            {
                sum -= factor[i, k] * weights[k];
            }

            weights[i] = sum / factor[i, i];
        }

        for (int i = _count - 1; i >= 0; i--)
        {
            double sum = weights[i];
            for (int k = i + 1; k < _count; k++)
            {
                sum -= factor[k, i] * weights[k];
            }

            weights[i] = sum / factor[i, i];
        }

        return Array.TrueForAll(weights, double.IsFinite) ? weights : null;
    }
}
