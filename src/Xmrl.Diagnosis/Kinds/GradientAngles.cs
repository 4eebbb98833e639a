using Xmrl.Numerics.Linear;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Cosines between the gradients of tasks that are known from a few noisy replicates.</summary>
/// <remarks>The cosine of two estimates tends to 0 as noise grows. Here products are taken between different replicates alone, whose noises
/// are independent, so that numerator and squared lengths have no bias: cos_ij = ⟨g_i^r, g_j^s⟩ / √(⟨g_i^r, g_i^s⟩⟨g_j^r, g_j^s⟩), means
/// over r ≠ s.</remarks>
internal static class GradientAngles
{
    /// <summary>Cosines of all pairs.</summary>
    /// <param name="replicates">Gradients per replicate and task, at least two replicates. Shape [R][n][P].</param>
    /// <returns>Cosines in [−1, 1], shape [n, n]; NaN in the row and column of a task whose gradient is lost in noise.</returns>
    public static double[,] Of(IReadOnlyList<double[][]> replicates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates.Count, 2);
        int tasks = replicates[0].Length;
        var products = new double[tasks, tasks];
        int pairs = replicates.Count * (replicates.Count - 1);
        for (int r = 0; r < replicates.Count; r++)
        {
            for (int s = 0; s < replicates.Count; s++)
            {
                for (int i = 0; i < tasks && r != s; i++)
                {
                    for (int j = 0; j < tasks; j++)
                    {
                        products[i, j] += VectorOperations.Dot(replicates[r][i], replicates[s][j]) / pairs;
                    }
                }
            }
        }

        var cosines = new double[tasks, tasks];
        for (int i = 0; i < tasks; i++)
        {
            for (int j = 0; j < tasks; j++)
            {
                double squared = products[i, i] * products[j, j];
                double both = 0.5 * (products[i, j] + products[j, i]);
                bool isKnown = products[i, i] > 0 && products[j, j] > 0;
                cosines[i, j] = isKnown ? Math.Clamp(both / Math.Sqrt(squared), -1, 1) : double.NaN;
            }
        }

        return cosines;
    }
}
