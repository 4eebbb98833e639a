namespace Xmrl.Verification;

/// <summary>Small dense linear algebra, written out, so that a check shares no solver with what it checks.</summary>
internal static class DenseSolve
{
    /// <summary>x with M·x = b by Gaussian elimination with pivoting.</summary>
    public static double[] Solve(double[][] matrix, double[] rhs)
    {
        int n = rhs.Length;
        double[][] rows = [.. matrix.Select((row, i) => (double[])[.. row, rhs[i]])];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(rows[i][k]));
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : rows[i][k] / rows[k][k];
                for (int j = k; j <= n && factor != 0; j++)
                {
                    rows[i][j] -= factor * rows[k][j];
                }
            }
        }

        return [.. rows.Select((row, i) => row[n] / row[i])];
    }

    /// <summary>Σ w_i·M_i.</summary>
    public static double[][] Weighted(IReadOnlyList<double[][]> matrices, double[] weights)
        =>
        [
            .. matrices[0]
            .Select(
                (row, r) => row.Select((_, c) => Enumerable.Range(0, weights.Length).Sum(i => weights[i] * matrices[i][r][c])).ToArray()),
        ];

    /// <summary>Σ w_i·v_i.</summary>
    public static double[] Weighted(IReadOnlyList<double[]> vectors, double[] weights)
        => [.. vectors[0].Select((_, d) => Enumerable.Range(0, weights.Length).Sum(i => weights[i] * vectors[i][d]))];

    /// <summary>M·v.</summary>
    public static double[] Product(double[][] matrix, double[] vector) => [.. matrix.Select(row => Dot(row, vector))];

    /// <summary>xᵀy.</summary>
    public static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
