namespace Xmrl.Acting;

/// <summary>V = wᵀφ, fitted by ridge regression on discounted returns. Where φ holds no time, a trajectory that was cut off goes on in
/// V.</summary>
internal sealed class ValueBaseline
{
    private const double RaiseFactor = 10;
    private const int MostAttempts = 5;

    private readonly IValueFeatures _features;
    private readonly int _count;
    private readonly float[] _filled;
    private double[] _weights;

    /// <summary>V = 0 until the fit.</summary>
    public ValueBaseline(IValueFeatures features)
    {
        _features = features;
        _count = features.Count;
        _filled = new float[_count];
        _weights = new double[_count];
    }

    /// <summary>Fits w; where that is not possible V stays 0, with which advantages are right too, and noisier.</summary>
    /// <param name="trajectories">What was met.</param>
    /// <param name="returns">Discounted returns of all samples, which end with what was recorded.</param>
    /// <param name="discount">γ in [0, 1].</param>
    public void Fit(IReadOnlyList<Trajectory> trajectories, double[] returns, double discount)
    {
        var gram = new double[_count, _count];
        var moment = new double[_count];
        int sample = 0;
        foreach (Trajectory trajectory in trajectories)
        {
            for (int t = 0; t < trajectory.Length; t++)
            {
                _features.Fill(trajectory.Observation(t), t, _filled);
                double target = (float)returns[sample++];
                for (int i = 0; i < _count; i++)
                {
                    moment[i] += _filled[i] * target;
                    for (int j = i; j < _count; j++)
                    {
                        gram[i, j] += (double)_filled[i] * _filled[j];
                    }
                }
            }
        }

        double ridge = _features.Ridge;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (CholeskyFactor.Of(gram, ridge) is { } factor && factor.Solve(moment) is { } weights)
            {
                _weights = _features.TellsTime || discount >= 1
                    ? weights
                    : new CutTrajectories(_features, trajectories, discount).Beyond(factor, weights);
                return;
            }

            ridge *= RaiseFactor;
        }
    }

    /// <summary>V, the return that is expected from here on.</summary>
    public double Value(ReadOnlySpan<float> observation, int time)
    {
        _features.Fill(observation, time, _filled);
        double sum = 0;
        for (int i = 0; i < _count; i++)
        {
            sum += _weights[i] * _filled[i];
        }

        return sum;
    }
}
