namespace Xmrl.Rl.Tabular;

/// <summary>LU factors of a small dense matrix with partial pivoting, for solves with it and with its transpose.</summary>
/// <remarks>Golub and Van Loan (2013), Algorithm 3.4.1. The order of operations is fixed: the same matrix gives the same bits.</remarks>
internal sealed class DenseLu
{
    private readonly int _size;
    private readonly double[] _factors;
    private readonly int[] _rows;

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">Rows one after the other; taken over and overwritten. Shape [n·n].</param>
    /// <param name="size">n ≥ 0.</param>
    public DenseLu(double[] matrix, int size)
    {
        if (matrix.Length != size * size)
        {
            throw new ArgumentException($"matrix has {matrix.Length} numbers; {size} rows need {size * size}.", nameof(matrix));
        }

        _size = size;
        _factors = matrix;
        _rows = new int[size];
        for (int k = 0; k < size; k++)
        {
            _rows[k] = k;
        }

        for (int k = 0; k < size; k++)
        {
            Pivot(k);
            Eliminate(k);
        }
    }

    /// <summary>Whether a pivot is 0 or not finite: solves then give no finite numbers.</summary>
    public bool IsSingular { get; private set; }

    /// <summary>x with M·x = b.</summary>
    /// <param name="rhs">Right-hand side b. Shape [n].</param>
    /// <param name="solution">Receives x. Shape [n]; no overlap with b.</param>
    public void Solve(ReadOnlySpan<double> rhs, Span<double> solution)
    {
        for (int i = 0; i < _size; i++)
        {
            double sum = rhs[_rows[i]];
            for (int j = 0; j < i; j++)
            {
                sum -= _factors[(i * _size) + j] * solution[j];
            }

            solution[i] = sum;
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            double sum = solution[i];
            for (int j = i + 1; j < _size; j++)
            {
                sum -= _factors[(i * _size) + j] * solution[j];
            }

            solution[i] = sum / _factors[(i * _size) + i];
        }
    }

    /// <summary>x with Mᵀ·x = b.</summary>
    /// <param name="rhs">Right-hand side b. Shape [n].</param>
    /// <param name="solution">Receives x. Shape [n]; no overlap with b.</param>
    public void SolveTransposed(ReadOnlySpan<double> rhs, Span<double> solution)
    {
        double[] inner = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            double sum = rhs[i];
            for (int j = 0; j < i; j++)
            {
                sum -= _factors[(j * _size) + i] * inner[j];
            }

            inner[i] = sum / _factors[(i * _size) + i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            double sum = inner[i];
            for (int j = i + 1; j < _size; j++)
            {
                sum -= _factors[(j * _size) + i] * inner[j];
            }

            inner[i] = sum;
            solution[_rows[i]] = sum;
        }
    }

    private void Pivot(int k)
    {
        int best = k;
        for (int i = k + 1; i < _size; i++)
        {
            if (Math.Abs(_factors[(i * _size) + k]) > Math.Abs(_factors[(best * _size) + k]))
            {
                best = i;
            }
        }

        if (best != k)
        {
            (_rows[k], _rows[best]) = (_rows[best], _rows[k]);
            for (int j = 0; j < _size; j++)
            {
                (_factors[(k * _size) + j], _factors[(best * _size) + j]) = (_factors[(best * _size) + j], _factors[(k * _size) + j]);
            }
        }

        double pivot = _factors[(k * _size) + k];
        IsSingular |= pivot == 0 || !double.IsFinite(pivot);
    }

    private void Eliminate(int k)
    {
        double pivot = _factors[(k * _size) + k];
        for (int i = k + 1; i < _size; i++)
        {
            double factor = _factors[(i * _size) + k];
            if (factor == 0)
            {
                continue;
            }

            factor /= pivot;
            _factors[(i * _size) + k] = factor;
            for (int j = k + 1; j < _size; j++)
            {
                _factors[(i * _size) + j] -= factor * _factors[(k * _size) + j];
            }
        }
    }
}
