using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Advantages;

/// <summary>V(s) = wᵀφ(s), refitted per task and rollout by ridge regression on discounted returns.</summary>
/// <remarks>One per worker; not safe for concurrent calls. Before the first fit V is zero.</remarks>
public sealed partial class LinearBaseline
{
    private const int BlockSamples = 512;

    private readonly IValueFeatures _features;
    private readonly double _regularization;
    private readonly RidgeRegression _regression;
    private readonly AlignedBuffer _block;
    private readonly Real[] _gram;
    private readonly Real[] _moment;
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
        _block = new AlignedBuffer(features.Count * AlignedBuffer.PaddedStride(BlockSamples));
        _gram = new Real[features.Count * features.Count];
        _moment = new Real[features.Count];
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
        for (int start = 0; start < targets.Length; start += BlockSamples)
        {
            int count = Math.Min(BlockSamples, targets.Length - start);
            Add(FillBlock(observations, times, start, count), targets.Slice(start, count));
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
        if (values.Length != observations.Columns)
        {
            throw new ArgumentException($"values has shape [{values.Length}]; expected [{observations.Columns}].", nameof(values));
        }

        CheckTimes(observations, times);
        for (int i = 0; i < _coefficients.Length; i++)
        {
            _weights[i] = (Real)_coefficients[i];
        }

        for (int start = 0; start < values.Length; start += BlockSamples)
        {
            int count = Math.Min(BlockSamples, values.Length - start);
            Matrix features = FillBlock(observations, times, start, count);
            MatrixProduct.Multiply(
                new ConstMatrix(_weights, 1, _weights.Length), features, new Matrix(values.Slice(start, count), 1, count));
        }
    }

    private void CheckTimes(ConstMatrix observations, ReadOnlySpan<int> times)
    {
        if (times.Length != observations.Columns && (_features.UsesTime || !times.IsEmpty))
        {
            throw new ArgumentException($"times has shape [{times.Length}]; expected [{observations.Columns}].", nameof(times));
        }
    }

    private Matrix FillBlock(ConstMatrix observations, ReadOnlySpan<int> times, int start, int count)
    {
        var features = new Matrix(_block.Span, _features.Count, count, AlignedBuffer.PaddedStride(BlockSamples));
        var block = new ConstMatrix(observations.Data[start..], observations.Rows, count, observations.Stride);
        _features.Fill(block, times.IsEmpty ? times : times.Slice(start, count), features);
        return features;
    }

    private void Add(Matrix features, ReadOnlySpan<Real> targets)
    {
        if (_features.AllowsSinglePrecisionSums)
        {
            MatrixProduct.MultiplyTransposedRight(features, features, new Matrix(_gram, features.Rows, features.Rows));
            MatrixProduct.MultiplyTransposedRight(
                features, new ConstMatrix(targets, 1, targets.Length), new Matrix(_moment, features.Rows, 1));
            _regression.AddSums(_gram, _moment, targets.Length);
            return;
        }

        for (int j = 0; j < targets.Length; j++)
        {
            for (int i = 0; i < features.Rows; i++)
            {
                _moment[i] = features[i, j];
            }

            _regression.Add(_moment, targets[j]);
        }
    }
}
