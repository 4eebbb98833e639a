namespace Xmrl.Tabular;

/// <summary>Sums over the actions of one state that make up the derivatives of a softmax policy. Features are centred: their mean under the
/// policy is 0.</summary>
internal static class SoftmaxSums
{
    /// <summary>result += scale·Σ_a w(a)·x̃(a).</summary>
    /// <param name="scale">A factor.</param>
    /// <param name="weights">Weights w. Shape [A].</param>
    /// <param name="centered">Centred features x̃, action by action. Shape [A·P].</param>
    /// <param name="result">Is added to. Shape [P].</param>
    public static void AddMean(double scale, ReadOnlySpan<double> weights, ReadOnlySpan<double> centered, Span<double> result)
    {
        for (int a = 0; a < weights.Length; a++)
        {
            double factor = scale * weights[a];
            for (int p = 0; p < result.Length; p++)
            {
                result[p] += factor * centered[(a * result.Length) + p];
            }
        }
    }

    /// <summary>matrix += scale·Σ_a w(a)·x̃(a)x̃(a)ᵀ.</summary>
    /// <param name="scale">A factor.</param>
    /// <param name="weights">Weights w. Shape [A].</param>
    /// <param name="centered">Centred features x̃, action by action. Shape [A·P].</param>
    /// <param name="matrix">Is added to, row by row; nothing happens to an empty one. Shape [P·P] or [0].</param>
    public static void AddSquares(double scale, ReadOnlySpan<double> weights, ReadOnlySpan<double> centered, Span<double> matrix)
    {
        if (matrix.IsEmpty)
        {
            return;
        }

        int count = centered.Length / weights.Length;
        for (int a = 0; a < weights.Length; a++)
        {
            ReadOnlySpan<double> feature = centered.Slice(a * count, count);
            for (int p = 0; p < count; p++)
            {
                double factor = scale * weights[a] * feature[p];
                for (int q = 0; q < count; q++)
                {
                    matrix[(p * count) + q] += factor * feature[q];
                }
            }
        }
    }

    /// <summary>x̃(a)ᵀu for each action.</summary>
    /// <param name="centered">Centred features x̃, action by action. Shape [A·P].</param>
    /// <param name="direction">Direction u. Shape [P].</param>
    /// <returns>Shape [A].</returns>
    public static double[] Along(ReadOnlySpan<double> centered, ReadOnlySpan<double> direction)
    {
        double[] result = new double[centered.Length / direction.Length];
        for (int a = 0; a < result.Length; a++)
        {
            result[a] = Dot(centered.Slice(a * direction.Length, direction.Length), direction);
        }

        return result;
    }

    /// <summary>π(a)·v(a).</summary>
    /// <param name="policy">Policy π. Shape [A].</param>
    /// <param name="values">Values v. Shape [A].</param>
    /// <returns>Shape [A].</returns>
    public static double[] Weighted(ReadOnlySpan<double> policy, ReadOnlySpan<double> values)
    {
        double[] result = new double[policy.Length];
        for (int a = 0; a < result.Length; a++)
        {
            result[a] = policy[a] * values[a];
        }

        return result;
    }

    /// <summary>π(a)·(v(a) − Σ_b π(b)·v(b)).</summary>
    /// <param name="policy">Policy π. Shape [A].</param>
    /// <param name="values">Values v. Shape [A].</param>
    /// <returns>Shape [A].</returns>
    public static double[] Deviations(ReadOnlySpan<double> policy, ReadOnlySpan<double> values)
    {
        double mean = Dot(policy, values);
        double[] result = new double[policy.Length];
        for (int a = 0; a < result.Length; a++)
        {
            result[a] = policy[a] * (values[a] - mean);
        }

        return result;
    }

    /// <summary>Σ x·y in order.</summary>
    /// <param name="x">First factors. Shape [n].</param>
    /// <param name="y">Second factors. Shape [n].</param>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
