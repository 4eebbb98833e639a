namespace Xmrl.Acting;

/// <summary>L with L·Lᵀ = G + ridge·I.</summary>
internal sealed class CholeskyFactor
{
    private readonly double[,] _factor;

    private CholeskyFactor(double[,] factor) => _factor = factor;

    /// <summary>Factors a matrix; null where it is not positive definite.</summary>
    /// <param name="gram">G, of which the upper triangle is read. Shape [n, n].</param>
    /// <param name="ridge">Added to its diagonal.</param>
    public static CholeskyFactor? Of(double[,] gram, double ridge)
    {
        int count = gram.GetLength(0);
        var factor = new double[count, count];
        for (int j = 0; j < count; j++)
        {
            for (int i = j; i < count; i++)
            {
                double sum = gram[j, i] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                if (i == j && !(sum > 0))
                {
                    return null;
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return new CholeskyFactor(factor);
    }

    /// <summary>x with L·Lᵀ x = b; null where x is not finite.</summary>
    public double[]? Solve(double[] vector)
    {
        int count = vector.Length;
        var solution = new double[count];
        for (int i = 0; i < count; i++)
        {
            double sum = vector[i];
            for (int k = 0; k < i; k++)
            {
                sum -= _factor[i, k] * solution[k];
            }

            solution[i] = sum / _factor[i, i];
        }

        for (int i = count - 1; i >= 0; i--)
        {
            double sum = solution[i];
            for (int k = i + 1; k < count; k++)
            {
                sum -= _factor[k, i] * solution[k];
            }

            solution[i] = sum / _factor[i, i];
        }

        return Array.TrueForAll(solution, double.IsFinite) ? solution : null;
    }
}
