namespace Xmrl.Acting;

/// <summary>The trajectories that the time limit cut off, whose returns go on in V: V is fitted to Gₜ + γ^(T−t)·V(s_T).</summary>
/// <seealso href="https://arxiv.org/abs/1712.00378">Pardo et al. (2018), partial-episode bootstrapping.</seealso>
internal sealed class CutTrajectories
{
    private const int MostPasses = 1000;
    private const double Tolerance = 1e-7;

    private readonly List<double[]> _moments = new List<double[]>();
    private readonly List<double[]> _finals = new List<double[]>();

    /// <summary>Sums the features of the trajectories, weighted with γ^(T−t).</summary>
    public CutTrajectories(IValueFeatures features, IReadOnlyList<Trajectory> trajectories, double discount)
    {
        var filled = new float[features.Count];
        foreach (Trajectory trajectory in trajectories)
        {
            if (trajectory.Terminated)
            {
                continue;
            }

            var moment = new double[features.Count];
            double weight = 1;
            for (int t = trajectory.Length - 1; t >= 0; t--)
            {
                weight *= discount;
                features.Fill(trajectory.Observation(t), t, filled);
                for (int i = 0; i < moment.Length; i++)
                {
                    moment[i] += weight * filled[i];
                }
            }

            features.Fill(trajectory.FinalObservation, trajectory.Length, filled);
            _moments.Add(moment);
            _finals.Add(Array.ConvertAll(filled, static number => (double)number));
        }
    }

    /// <summary>The weights with which V goes on beyond the cuts.</summary>
    /// <param name="factor">Of the regression.</param>
    /// <param name="weights">Those of the returns until the cuts. Shape [n].</param>
    /// <remarks>Each pass refits with the values at the cuts from the pass before, beginning at 0, until they stand still or a pass changes
    /// them no less than the one before.</remarks>
    public double[] Beyond(CholeskyFactor factor, double[] weights)
    {
        int count = _finals.Count;
        var refits = new double[count][];
        for (int j = 0; j < count; j++)
        {
            if (!(factor.Solve(_moments[j]) is { } refit))
            {
                return weights;
            }

            refits[j] = refit;
        }

        double[] values = Values(refits, weights);
        var beyond = (double[])weights.Clone();
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < beyond.Length; i++)
            {
                beyond[i] += values[j] * refits[j][i];
            }
        }

        return beyond;
    }

    private double[] Values(double[][] refits, double[] weights)
    {
        int count = _finals.Count;
        var first = new double[count];
        var pass = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            first[i] = Dot(_finals[i], weights);
            for (int j = 0; j < count; j++)
            {
                pass[i, j] = Dot(_finals[i], refits[j]);
            }
        }

        var values = (double[])first.Clone();
        double before = double.PositiveInfinity;
        for (int k = 0; k < MostPasses; k++)
        {
            var next = (double[])first.Clone();
            double change = 0;
            double largest = 0;
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++)
                {
                    next[i] += pass[i, j] * values[j];
                }

                change = Math.Max(change, Math.Abs(next[i] - values[i]));
                largest = Math.Max(largest, Math.Abs(next[i]));
            }

            if (!(change < before))
            {
                break;
            }

            values = next;
            before = change;
            if (change <= Tolerance * largest)
            {
                break;
            }
        }

        return values;
    }

    private static double Dot(double[] first, double[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }
}
