using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>V(s) = wᵀφ(s), refitted per task and rollout by ridge regression on discounted returns.</summary>
/// <remarks>One per worker; not safe for concurrent calls. Before the first fit V is zero.</remarks>
public sealed class LinearBaseline
{
    private readonly IValueFeatures _features;
    private readonly double _regularization;
    private readonly RidgeRegression _regression;
    private double[] _coefficients;
    private Real[] _rows = [];

    /// <summary>Builds a baseline.</summary>
    /// <param name="features">φ.</param>
    /// <param name="regularization">Ridge added to ΦᵀΦ (a sum over samples, not a mean), finite and ≥ 0; null for the features' default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ridge is negative or not finite.</exception>
    public LinearBaseline(IValueFeatures features, double? regularization = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        _features = features;
        _regularization = regularization ?? features.DefaultRegularization;
        if (!(_regularization >= 0 && double.IsFinite(_regularization)))
        {
            throw new ArgumentOutOfRangeException(nameof(regularization), regularization, $"regularization must be finite and at least 0; found {regularization}.");
        }

        _regression = new RidgeRegression(features.Count);
        _coefficients = new double[features.Count];
    }

    /// <summary>w of the last fit. Shape [F].</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Fits w to targets, forgetting the earlier fit.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="times">t of each sample. Shape [n]; may be empty for features of the state alone.</param>
    /// <param name="targets">Discounted returns. Shape [n].</param>
    /// <returns>How the fit went; if it failed, w = 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public RidgeFit Fit(ConstMatrix observations, ReadOnlySpan<int> times, ReadOnlySpan<Real> targets)
    {
        if (targets.Length != observations.Columns)
        {
            throw new ArgumentException($"targets has shape [{targets.Length}]; expected [{observations.Columns}].", nameof(targets));
        }

        _regression.Clear();
        _regression.AddRows(FillRows(observations, times), targets);
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

        ReadOnlySpan<Real> rows = FillRows(observations, times);
        for (int j = 0; j < values.Length; j++)
        {
            ReadOnlySpan<Real> row = rows.Slice(j * _coefficients.Length, _coefficients.Length);
            double sum = 0;
            for (int i = 0; i < row.Length; i++)
            {
                sum += _coefficients[i] * row[i];
            }

            values[j] = (Real)sum;
        }
    }

    private ReadOnlySpan<Real> FillRows(ConstMatrix observations, ReadOnlySpan<int> times)
    {
        int samples = observations.Columns;
        if (times.Length != samples && (_features.UsesTime || !times.IsEmpty))
        {
            throw new ArgumentException($"times has shape [{times.Length}]; expected [{samples}].", nameof(times));
        }

        int length = checked(samples * _features.Count);
        if (_rows.Length < length)
        {
            _rows = new Real[length];
        }

        Span<Real> rows = _rows.AsSpan(0, length);
        _features.Fill(observations, times, rows);
        return rows;
    }
}
