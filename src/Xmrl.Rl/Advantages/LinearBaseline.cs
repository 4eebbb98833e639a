using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Advantages;

/// <summary>V(s) = wᵀφ(s), refitted per task and rollout by ridge regression on discounted returns.</summary>
/// <remarks>One per worker; not safe for concurrent calls. Before the first fit V is zero.</remarks>
public sealed partial class LinearBaseline
{
    /// <summary>Rows of the Gram matrix that are summed at a time: they stay in the first-level cache.</summary>
    private const int PanelRows = 8;

    private readonly IValueFeatures _features;
    private readonly double _regularization;
    private readonly RidgeRegression _regression;
    private readonly FeatureBlocks _fitted;
    private readonly FeatureBlocks _others;
    private readonly Real[] _sums;
    private readonly Real[] _sample;
    private readonly Real[] _weights;
    private double[] _coefficients;

    /// <summary>Builds a baseline.</summary>
    /// <param name="features">Features φ of a state and its time.</param>
    /// <param name="regularization">Ridge added to ΦᵀΦ (a sum over samples, not a mean), finite and ≥ 0; null for the features'
    /// default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ridge is negative or not finite.</exception>
    public LinearBaseline(IValueFeatures features, double? regularization = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        _features = features;
        _regularization = NumberRange.NotNegative.Require(regularization ?? features.DefaultRegularization, nameof(regularization));

        _regression = new RidgeRegression(features.Count);
        _coefficients = new double[features.Count];
        _fitted = new FeatureBlocks(features);
        _others = new FeatureBlocks(features);
        _sums = new Real[features.Count * (features.Count + 1)];
        _sample = new Real[features.Count];
        _weights = new Real[features.Count];
    }

    /// <summary>φ, the features that V is linear in.</summary>
    public IValueFeatures Features => _features;

    /// <summary>w of the last fit. Shape [F].</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Fits w to targets, forgetting the earlier fit.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="times">t of each sample. Shape [n]; may be empty for features of the state alone.</param>
    /// <param name="targets">Discounted returns. Shape [n].</param>
    /// <returns>How the fit went; if it failed, w = 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    internal RidgeFit Fit(ConstMatrix observations, ReadOnlySpan<int> times, ReadOnlySpan<Real> targets)
    {
        if (targets.Length != observations.Columns)
        {
            throw new ArgumentException($"targets has shape [{targets.Length}]; expected [{observations.Columns}].", nameof(targets));
        }

        CheckTimes(observations, times);
        _regression.Clear();
        _fitted.Clear(targets.Length);
        for (int block = 0; block < FeatureBlocks.Blocks(targets.Length); block++)
        {
            Matrix features = _fitted.Get(block, observations, times);
            Add(features, targets.Slice(block * FeatureBlocks.BlockSamples, features.Columns));
        }

        RidgeFit fit = _regression.Fit(_regularization);
        _coefficients = fit.Coefficients;
        return fit;
    }

    /// <summary>V of every sample.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="times">t of each sample. Shape [n]; may be empty for features of the state alone.</param>
    /// <param name="values">Receives V. Shape [n].</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Predict(ConstMatrix observations, ReadOnlySpan<int> times, Span<Real> values)
    {
        _others.Clear(observations.Columns);
        Predict(_others, observations, times, values);
    }

    /// <summary>V of the samples of the last fit: what <see cref="Predict(ConstMatrix, ReadOnlySpan{int}, Span{Real})"/> gives, from the
    /// features that the fit left.</summary>
    /// <param name="observations">Raw observations, those of the fit. Shape [O, n].</param>
    /// <param name="times">t of each sample, those of the fit.</param>
    /// <param name="values">Receives V. Shape [n].</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    internal void PredictFitted(ConstMatrix observations, ReadOnlySpan<int> times, Span<Real> values)
        => Predict(_fitted, observations, times, values);

    private void Predict(FeatureBlocks blocks, ConstMatrix observations, ReadOnlySpan<int> times, Span<Real> values)
    {
        if (values.Length != observations.Columns)
        {
            throw new ArgumentException($"values has shape [{values.Length}]; expected [{observations.Columns}].", nameof(values));
        }

        CheckTimes(observations, times);
        for (int i = 0; i < _coefficients.Length; i++)
        {
            _weights[i] = (Real)_coefficients[i];
        }

        for (int block = 0; block < FeatureBlocks.Blocks(values.Length); block++)
        {
            Matrix features = RowsOf(blocks.Get(block, observations, times), 0, _features.Count);
            Span<Real> destination = values.Slice(block * FeatureBlocks.BlockSamples, features.Columns);
            MatrixProduct.Multiply(
                new ConstMatrix(_weights, 1, _weights.Length), features, new Matrix(destination, 1, destination.Length));
        }
    }

    private void CheckTimes(ConstMatrix observations, ReadOnlySpan<int> times)
    {
        if (times.Length != observations.Columns && (_features.UsesTime || !times.IsEmpty))
        {
            throw new ArgumentException($"times has shape [{times.Length}]; expected [{observations.Columns}].", nameof(times));
        }
    }

    private static Matrix RowsOf(Matrix matrix, int first, int count)
        => new(matrix.Data[(first * matrix.Stride)..], count, matrix.Columns, matrix.Stride);

    private void Add(Matrix features, ReadOnlySpan<Real> targets)
    {
        int count = _features.Count;
        if (_features.AllowsSinglePrecisionSums)
        {
            // With the targets as one more row, panels of rows give the upper triangle and the moments.
            targets.CopyTo(features.Row(count));
            var sums = new Matrix(_sums, count, count + 1);
            for (int first = 0; first < count; first += PanelRows)
            {
                int rows = Math.Min(PanelRows, count - first);
                int columns = count + 1 - first;
                MatrixProduct.MultiplyTransposedRight(
                    RowsOf(features, first, rows),
                    RowsOf(features, first, columns),
                    new Matrix(sums.Data[((first * sums.Stride) + first)..], rows, columns, sums.Stride));
            }

            _regression.AddSums(sums, targets.Length);
            return;
        }

        for (int j = 0; j < targets.Length; j++)
        {
            for (int i = 0; i < count; i++)
            {
                _sample[i] = features[i, j];
            }

            _regression.Add(_sample, targets[j]);
        }
    }
}
