using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Linear;

/// <summary>Least squares with a ridge, from accumulated normal equations: minimises ‖Xw − y‖² + ridge · ‖w‖².</summary>
/// <remarks>Sums run in double over the samples in the order they were added. Not safe for use by several threads at once.</remarks>
/// <seealso href="https://arxiv.org/abs/1604.06778">Duan et al. (2016), Benchmarking deep reinforcement learning: the linear feature
/// baseline.</seealso>
internal sealed class RidgeRegression
{
    /// <summary>Attempts of <see cref="Fit"/>, as in the linear feature baseline of rllab.</summary>
    public const int MaxAttempts = 5;

    private const double RaiseFactor = 10;
    private const int Batch = 4;
    private const int Lanes = 4;

    private readonly int _stride;
    private readonly double[] _gram;
    private readonly double[] _moment;
    private readonly double[] _factor;
    private bool _isFactored;
    private readonly double[] _pending;
    private readonly double[] _pendingTargets = new double[Batch];
    private int _pendingCount;

    /// <summary>Starts with no samples.</summary>
    /// <param name="features">Number of features d ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1.</exception>
    public RidgeRegression(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Features = features;
        _stride = Cholesky.Stride(features);
        _gram = new double[features * _stride];
        _factor = new double[features * _stride];
        _moment = new double[features];
        _pending = new double[Batch * _stride];
    }

    /// <summary>Number of features.</summary>
    public int Features { get; }

    /// <summary>Number of samples added since the start or the last <see cref="Clear"/>.</summary>
    public long Samples { get; private set; }

    /// <summary>Forgets all samples.</summary>
    public void Clear()
    {
        Array.Clear(_gram);
        Array.Clear(_moment);
        _pendingCount = 0;
        Samples = 0;
        _isFactored = false;
    }

    /// <summary>Adds one sample.</summary>
    /// <param name="features">One row of X. Shape [d].</param>
    /// <param name="target">Its y.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    public void Add(ReadOnlySpan<Real> features, double target)
    {
        VectorOperations.RequireLength(features.Length, Features, nameof(features));
        Span<double> row = _pending.AsSpan(_pendingCount * _stride, Features);
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = features[i];
        }

        _pendingTargets[_pendingCount] = target;
        Samples++;
        if (++_pendingCount == Batch)
        {
            AddPending();
        }
    }

    /// <summary>Adds samples whose sums of products were formed elsewhere.</summary>
    /// <param name="sums">Σ φ[φᵀ, target] over the samples: the Gram matrix, of which the upper triangle is read, and the moments in the
    /// last column. Shape [d, d + 1].</param>
    /// <param name="samples">Number of samples, ≥ 1.</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public void AddSums(ConstMatrix sums, int samples)
    {
        VectorOperations.RequireLength(sums.Rows, Features, nameof(sums));
        VectorOperations.RequireLength(sums.Columns, Features + 1, nameof(sums));
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        for (int i = 0; i < Features; i++)
        {
            ReadOnlySpan<Real> row = sums.Row(i);
            _moment[i] += row[Features];
            VectorOperations.Add(row[i..Features], _gram.AsSpan((i * _stride) + i, Features - i));
        }

        Samples += samples;
    }

    /// <summary>Numbers of <see cref="CopySums"/>: the Gram matrix row after row, then the moments.</summary>
    public int SumsLength => Features * (Features + 1);

    /// <summary>The sums over all samples so far, to be added to those of another regression.</summary>
    /// <param name="destination">Receives the Gram matrix, of which the upper triangle counts, then Xᵀy. Shape
    /// [<see cref="SumsLength"/>].</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public void CopySums(Span<double> destination)
    {
        VectorOperations.RequireLength(destination.Length, SumsLength, nameof(destination));
        if (_pendingCount > 0)
        {
            AddPending();
        }

        for (int i = 0; i < Features; i++)
        {
            _gram.AsSpan(i * _stride, Features).CopyTo(destination[(i * Features)..]);
        }

        _moment.CopyTo(destination[(Features * Features)..]);
    }

    /// <summary>Adds what <see cref="CopySums"/> of another regression gave, or a sum of several.</summary>
    /// <param name="sums">Gram matrix and moments. Shape [<see cref="SumsLength"/>].</param>
    /// <param name="samples">Number of samples, ≥ 1.</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public void AddSums(ReadOnlySpan<double> sums, long samples)
    {
        VectorOperations.RequireLength(sums.Length, SumsLength, nameof(sums));
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        for (int i = 0; i < Features; i++)
        {
            for (int j = i; j < Features; j++)
            {
                _gram[(i * _stride) + j] += sums[(i * Features) + j];
            }

            _moment[i] += sums[(Features * Features) + i];
        }

        Samples += samples;
    }

    /// <summary>Solves (XᵀX + ridge · I) w = Xᵀy; while that fails, raises the ridge tenfold, at most five attempts.</summary>
    /// <param name="regularization">First ridge, finite and ≥ 0. A first ridge of 0 is raised to 10⁻¹⁰ times the mean square of the
    /// features. Duan et al. use 1e-5.</param>
    /// <returns>Coefficients and how they were found. The samples stay.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ridge is negative, infinite or NaN.</exception>
    public RidgeFit Fit(double regularization)
    {
        NumberRange.NotNegative.Require(regularization, nameof(regularization));

        if (_pendingCount > 0)
        {
            AddPending();
        }

        _isFactored = false;
        double ridge = regularization;
        for (int attempt = 1; ; attempt++)
        {
            _gram.CopyTo(_factor);
            double trace = 0;
            for (int i = 0; i < Features; i++)
            {
                int diagonal = (i * _stride) + i;
                trace += _gram[diagonal];
                _factor[diagonal] += ridge;
            }

            CholeskyStatus status = Cholesky.TryFactor(_factor, Features);
            if (status == CholeskyStatus.Factored)
            {
                double[] solution = Cholesky.Solve(_factor, _moment);
                if (Array.TrueForAll(solution, double.IsFinite))
                {
                    _isFactored = true;
                    return new RidgeFit(status, solution, ridge, attempt);
                }

                status = CholeskyStatus.NonFinite;
            }

            if (attempt == MaxAttempts)
            {
                return new RidgeFit(status, new double[Features], ridge, attempt);
            }

            ridge = ridge == 0 ? 1e-10 * trace / Features : ridge * RaiseFactor;
        }
    }

    /// <summary>Solves (XᵀX + ridge · I) x = b with the factor of the last <see cref="Fit"/>, for further right-hand sides Xᵀy′ of the
    /// same samples.</summary>
    /// <param name="vectors">The columns b; receives the columns x. Shape [d, m] with rows of <see cref="Cholesky.Stride"/>.</param>
    /// <param name="count">m ≥ 0.</param>
    /// <exception cref="ArgumentException">The span does not have d rows.</exception>
    /// <exception cref="InvalidOperationException">There was no fit since the start or the last <see cref="Clear"/>, or it
    /// failed.</exception>
    public void Solve(Span<double> vectors, int count)
    {
        VectorOperations.RequireLength(vectors.Length, Features * Cholesky.Stride(count), nameof(vectors));
        if (!_isFactored)
        {
            throw new InvalidOperationException("Solve needs the factor of a fit; found none since the samples were cleared.");
        }

        Cholesky.Solve(_factor, Features, vectors, count);
    }

    /// <summary>gram += Σ row rowᵀ (upper triangle), moment += Σ row y: for each element the samples in their order, so that batches leave
    /// no trace in the bits.</summary>
    private void AddPending()
    {
        // A short last batch is filled up with zero samples, which add nothing.
        _pending.AsSpan(_pendingCount * _stride).Clear();
        _pendingTargets.AsSpan(_pendingCount).Clear();
        ref double rows = ref MemoryMarshal.GetArrayDataReference(_pending);
        ref double gram = ref MemoryMarshal.GetArrayDataReference(_gram);
        var stride = (nuint)_stride;
        for (int i = 0; i < Features; i++)
        {
            double x0 = _pending[i];
            double x1 = _pending[i + _stride];
            double x2 = _pending[i + (2 * _stride)];
            double x3 = _pending[i + (3 * _stride)];
            _moment[i] = _moment[i]
                + (x0 * _pendingTargets[0])
                + (x1 * _pendingTargets[1])
                + (x2 * _pendingTargets[2])
                + (x3 * _pendingTargets[3]);
            nuint start = (nuint)i * stride;
            for (nuint j = (nuint)(i / Lanes * Lanes); j < (nuint)Features; j += Lanes)
            {
                Vector256<double> sum = Vector256.LoadUnsafe(ref gram, start + j);
                sum += Vector256.LoadUnsafe(ref rows, j) * x0;
                sum += Vector256.LoadUnsafe(ref rows, j + stride) * x1;
                sum += Vector256.LoadUnsafe(ref rows, j + (2 * stride)) * x2;
                sum += Vector256.LoadUnsafe(ref rows, j + (3 * stride)) * x3;
                sum.StoreUnsafe(ref gram, start + j);
            }
        }

        _pendingCount = 0;
    }
}
