using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Advantages;

/// <summary>The fit for features of the state alone: a trajectory that the time limit cut off goes on in V.</summary>
public sealed partial class LinearBaseline
{
    /// <summary>Passes over the values at the cuts at most: with γ = 0.99 a chain of a thousand steps has lost all but 4e-5 of its
    /// weight.</summary>
    private const int MaxPasses = 1000;

    /// <summary>Relative change of the values at the cuts below which a further pass is not made: the rounding of single
    /// precision.</summary>
    private const double PassTolerance = 1e-7;

    /// <summary>Fits w to Gₜ, and where a trajectory was cut off at step T to Gₜ + γ^(T−t)·V(s_T) with the same w, forgetting the earlier
    /// fit.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="finalObservations">s_T of each trajectory, not read where it terminated. Shape [O, N].</param>
    /// <param name="trajectories">Starts and ends; rewards are not read.</param>
    /// <param name="returns">G, which ends at the last recorded step. Shape [n].</param>
    /// <param name="discount">γ in [0, 1).</param>
    /// <returns>How the fit to G went; if it failed, w = 0.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or γ lies outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">The features depend on time: their value ends with the time.</exception>
    /// <remarks>
    /// Each pass refits with the values at the cuts from the pass before, beginning at 0; as the refit is linear in these N values, a
    /// pass is a product v ← v₀ + Mv with an N×N matrix.
    /// It ends when v stands still, or when a pass changes v no less than the one before: extrapolation to states that were visited at
    /// the very end alone need not contract, and then V reaches as far ahead as the passes until there.
    /// Without cut trajectories the bits are those of <see cref="Fit"/>.
    /// </remarks>
    /// <seealso href="https://arxiv.org/abs/1712.00378">Pardo et al. (2018), partial-episode bootstrapping.</seealso>
    internal RidgeFit FitBeyondLimit(
        ConstMatrix observations,
        ConstMatrix finalObservations,
        PackedTrajectories trajectories,
        ReadOnlySpan<Real> returns,
        double discount)
    {
        trajectories.Check();
        NumberRange.ClosedOpen(0, 1).Require(discount, nameof(discount));

        if (_features.UsesTime)
        {
            throw new InvalidOperationException(
                $"{_features.GetType().Name} depend on time; a value beyond the time limit needs features of the state alone.");
        }

        if (returns.Length != trajectories.Samples || finalObservations.Columns != trajectories.Count)
        {
            throw new ArgumentException(
                $"returns has shape [{returns.Length}] and finalObservations {finalObservations.Columns} columns; "
                + $"expected [{trajectories.Samples}] and {trajectories.Count}.",
                nameof(returns));
        }

        RidgeFit fit = Fit(observations, [], returns);
        int[] cut = CutTrajectories(trajectories);
        if (cut.Length == 0 || fit.Status != CholeskyStatus.Factored)
        {
            return fit;
        }

        // Column j of the refit: the coefficients of targets γ^(T−t) on the samples of cut trajectory j.
        double[][] refits = Refits(observations, trajectories, cut, discount);
        double[][] finals = FinalFeatures(finalObservations, cut);
        double[] values = ValuesAtCuts(refits, finals, fit.Coefficients);
        double[] coefficients = [.. fit.Coefficients];
        for (int j = 0; j < cut.Length; j++)
        {
            VectorOperations.AddScaled(values[j], refits[j], coefficients);
        }

        _coefficients = coefficients;
        return fit with { Coefficients = coefficients };
    }

    private static int[] CutTrajectories(PackedTrajectories trajectories)
    {
        var cut = new List<int>();
        for (int j = 0; j < trajectories.Count; j++)
        {
            if (!trajectories.Terminated[j])
            {
                cut.Add(j);
            }
        }

        return [.. cut];
    }

    private static double[] ValuesAtCuts(double[][] refits, double[][] finals, double[] coefficients)
    {
        int count = finals.Length;
        var first = new double[count];
        var pass = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            first[i] = VectorOperations.Dot(finals[i], coefficients);
            for (int j = 0; j < count; j++)
            {
                pass[(i * count) + j] = VectorOperations.Dot(finals[i], refits[j]);
            }
        }

        double[] values = [.. first];
        double before = double.PositiveInfinity;
        for (int k = 0; k < MaxPasses; k++)
        {
            var next = new double[count];
            var changes = new double[count];
            for (int i = 0; i < count; i++)
            {
                next[i] = first[i] + VectorOperations.Dot(pass.AsSpan(i * count, count), values);
                changes[i] = next[i] - values[i];
            }

            double change = Largest(changes);
            if (!(change < before))
            {
                break;
            }

            values = next;
            before = change;
            if (change <= PassTolerance * Largest(values))
            {
                break;
            }
        }

        return values;
    }

    private static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private double[][] Refits(ConstMatrix observations, PackedTrajectories trajectories, int[] cut, double discount)
    {
        double[] powers = Powers(trajectories, cut, discount);
        int stride = Cholesky.Stride(cut.Length);
        var vectors = new double[_features.Count * stride];
        var refits = new double[cut.Length][];
        for (int c = 0; c < cut.Length; c++)
        {
            double[] moment = refits[c] = new double[_features.Count];
            int first = trajectories.Starts[cut[c]];
            int end = trajectories.Starts[cut[c] + 1];
            ReadOnlySpan<double> weights = powers.AsSpan(powers.Length - (end - first));
            while (end > first)
            {
                int block = (end - 1) / FeatureBlocks.BlockSamples;
                int blockStart = block * FeatureBlocks.BlockSamples;
                int start = Math.Max(first, blockStart);
                Matrix features = _fitted.Get(block, observations, []);
                DiscountedSums.AddBackwards(
                    new ConstMatrix(features.Data[(start - blockStart)..], moment.Length, end - start, features.Stride),
                    weights.Slice(start - first, end - start),
                    moment);
                end = start;
            }

            for (int i = 0; i < moment.Length; i++)
            {
                vectors[(i * stride) + c] = moment[i];
            }
        }

        _regression.Solve(vectors, cut.Length);
        for (int c = 0; c < cut.Length; c++)
        {
            for (int i = 0; i < refits[c].Length; i++)
            {
                refits[c][i] = vectors[(i * stride) + c];
            }
        }

        return refits;
    }

    /// <summary>γᵀ … γ² γ for the longest of the trajectories, so that the weights of a shorter one are the last.</summary>
    private static double[] Powers(PackedTrajectories trajectories, int[] cut, double discount)
    {
        int longest = 0;
        foreach (int j in cut)
        {
            longest = Math.Max(longest, trajectories.Starts[j + 1] - trajectories.Starts[j]);
        }

        var powers = new double[longest];
        double power = 1;
        for (int t = longest - 1; t >= 0; t--)
        {
            power *= discount;
            powers[t] = power;
        }

        return powers;
    }

    private double[][] FinalFeatures(ConstMatrix finalObservations, int[] cut)
    {
        _others.Clear(finalObservations.Columns);
        var finals = new double[cut.Length][];
        for (int c = 0; c < cut.Length; c++)
        {
            Matrix features = _others.Get(cut[c] / FeatureBlocks.BlockSamples, finalObservations, []);
            int column = cut[c] % FeatureBlocks.BlockSamples;
            finals[c] = new double[_features.Count];
            for (int i = 0; i < finals[c].Length; i++)
            {
                finals[c][i] = features[i, column];
            }
        }

        return finals;
    }
}
