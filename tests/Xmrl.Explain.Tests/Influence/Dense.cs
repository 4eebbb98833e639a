namespace Xmrl.Explain.Tests.Influence;

/// <summary>Plain loops over small matrices, stored row by row.</summary>
internal static class Dense
{
    public static double[] Product(double[][] matrix, double[] vector) => [.. matrix.Select(row => Dot(row, vector))];

    public static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    public static double[][] Weighted(IReadOnlyList<double[][]> matrices, double[] weights)
        => [.. matrices[0].Select((row, r) => row.Select((_, c) => matrices.Select((matrix, i) => weights[i] * matrix[r][c]).Sum()).ToArray())];

    public static double[] Weighted(IReadOnlyList<double[]> vectors, double[] weights)
        => [.. vectors[0].Select((_, d) => vectors.Select((vector, i) => weights[i] * vector[d]).Sum())];

    /// <summary>Gaussian elimination with row exchanges.</summary>
    public static double[] Solve(double[][] matrix, double[] rhs)
    {
        int n = rhs.Length;
        double[][] rows = [.. matrix.Select((row, i) => (double[])[.. row, rhs[i]])];
        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(rows[r][c]));
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            for (int r = 0; r < n; r++)
            {
                double factor = r == c ? 0 : rows[r][c] / rows[c][c];
                rows[r] = [.. rows[r].Select((x, k) => x - (factor * rows[c][k]))];
            }
        }

        return [.. rows.Select((row, i) => row[n] / row[i])];
    }
}
