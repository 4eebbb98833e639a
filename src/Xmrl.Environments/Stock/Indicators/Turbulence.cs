using Xmrl.Environments.Stock.Prices;
using Xmrl.Numerics.Linear;

namespace Xmrl.Environments.Stock.Indicators;

/// <summary>The turbulence index: the squared Mahalanobis distance of a day's returns from those of the trailing year.</summary>
/// <remarks>
/// d_t = (y_t − m)ᵀ Σ⁻¹ (y_t − m), y the returns close_t/close_{t−1} − 1, m and S mean and sample covariance of the returns of the
/// <see cref="Window"/> days before t (day t is not among them). FinRL inverts S by a pseudo-inverse; here Σ = (1 − δ)S + δ·diag(S) with δ
/// = <see cref="Shrinkage"/>, which is positive definite however the tickers move together and changes nothing visible where S is well
/// conditioned. A ticker that did not move in the window is left out, as its variance of 0 measures nothing.
/// </remarks>
/// <seealso href="https://doi.org/10.2469/faj.v66.n5.3">Kritzman and Li (2010), Skulls, Financial Turbulence, and Risk
/// Management.</seealso>
internal static class Turbulence
{
    /// <summary>Days of returns that a value is measured against: 252, one year.</summary>
    public const int Window = 252;

    /// <summary>δ, the weight of the diagonal: 1e-6.</summary>
    public const double Shrinkage = 1e-6;

    /// <summary>The index of every day.</summary>
    /// <param name="history">Prices of D days.</param>
    /// <returns>d ≥ 0; 0 on the first <see cref="Window"/> + 1 days, whose trailing year is not complete. Shape [D].</returns>
    public static double[] Compute(PriceHistory history) => Compute(history, Window);

    /// <summary>As <see cref="Compute(PriceHistory)"/> with another window.</summary>
    /// <param name="history">Prices of D days.</param>
    /// <param name="window">Days of returns, ≥ 2.</param>
    /// <returns>d ≥ 0; 0 on the first <paramref name="window"/> + 1 days. Shape [D].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is shorter than 2 days.</exception>
    public static double[] Compute(PriceHistory history, int window)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        double[][] returns = [.. history.Series.Select(series => Returns(series.Close.AsSpan()))];
        double[] values = new double[history.Dates.Length];
        for (int t = window + 1; t < values.Length; t++)
        {
            values[t] = Distance(returns, t, window);
        }

        return values;
    }

    private static double[] Returns(ReadOnlySpan<double> closes)
    {
        double[] returns = new double[closes.Length];
        for (int t = 1; t < returns.Length; t++)
        {
            returns[t] = (closes[t] / closes[t - 1]) - 1;
        }

        return returns;
    }

    private static double Distance(double[][] returns, int t, int window)
    {
        var centred = new List<double[]>();
        var deviations = new List<double>();
        foreach (double[] series in returns)
        {
            ReadOnlySpan<double> trailing = series.AsSpan(t - window, window);
            double mean = Sum(trailing) / window;
            double[] row = new double[window];
            for (int k = 0; k < window; k++)
            {
                row[k] = trailing[k] - mean;
            }

            if (VectorOperations.Dot(row, row) > 0)
            {
                centred.Add(row);
                deviations.Add(series[t] - mean);
            }
        }

        int size = centred.Count;
        int stride = Cholesky.Stride(size);
        double[] covariance = new double[size * stride];
        for (int i = 0; i < size; i++)
        {
            covariance[(i * stride) + i] = VectorOperations.Dot(centred[i], centred[i]) / (window - 1);
            for (int j = i + 1; j < size; j++)
            {
                covariance[(i * stride) + j] = (1 - Shrinkage) * VectorOperations.Dot(centred[i], centred[j]) / (window - 1);
            }
        }

        double[] deviation = [.. deviations];
        if (Cholesky.TryFactor(covariance, size) != CholeskyStatus.Factored)
        {
            throw new ArithmeticException(
                $"The covariance of the returns before day {t} cannot be factored, although its diagonal was raised.");
        }

        return VectorOperations.Dot(deviation, Cholesky.Solve(covariance, deviation));
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
