using Xmrl.Numerics.Linear;

namespace Xmrl.Explain.Influence;

/// <summary>All products g_i(r)ᵀ·d(r′) of the gradients of the training tasks in replicate r and the direction d = (−A)⁻¹·g_poor of
/// replicate r′.</summary>
/// <remarks>Keeps every gradient until the products are made: R·(n + 1)·P numbers in double precision.</remarks>
internal sealed class ReplicateProducts
{
    private readonly List<IReadOnlyList<double[]>> _gradients = [];
    private readonly List<double[]> _directions = [];

    /// <summary>Adds a replicate.</summary>
    /// <param name="gradients">g_i of every training task. Shape [n][P].</param>
    /// <param name="direction">Direction d. Shape [P].</param>
    public void Add(IReadOnlyList<double[]> gradients, double[] direction)
    {
        _gradients.Add(gradients);
        _directions.Add(direction);
    }

    /// <summary>What each replicate contributes to the product of means: g_i(r)ᵀ·d̄ + ḡ_iᵀ·d(r) − ḡ_iᵀ·d̄, whose mean over replicates is
    /// ḡ_iᵀ·d̄ and whose spread is, to first order, that of ḡ_iᵀ·d̄.</summary>
    /// <returns>Contributions, replicate after replicate. Shape [R, n].</returns>
    /// <seealso href="https://doi.org/10.1214/aoms/1177730196">Hoeffding (1948), projection of a statistic of several samples.</seealso>
    public double[] Contributions()
    {
        int count = _gradients.Count, tasks = _gradients[0].Count;
        double[] direction = Mean(_directions);
        double[][] gradients = [.. Enumerable.Range(0, tasks).Select(i => Mean([.. _gradients.Select(replicate => replicate[i])]))];
        var contributions = new double[count * tasks];
        for (int r = 0; r < count; r++)
        {
            for (int i = 0; i < tasks; i++)
            {
                contributions[(r * tasks) + i] = VectorOperations.Dot(_gradients[r][i], direction)
                    + VectorOperations.Dot(gradients[i], _directions[r])
                    - VectorOperations.Dot(gradients[i], direction);
            }
        }

        return contributions;
    }

    /// <summary>ḡ_iᵀ·d̄ of some of the replicates alone.</summary>
    /// <param name="replicates">Which ones; at least one.</param>
    /// <returns>Influence per task. Shape [n].</returns>
    public double[] Of(IReadOnlyList<int> replicates)
    {
        double[] direction = Mean([.. replicates.Select(r => _directions[r])]);
        return
        [
            .. Enumerable.Range(0, _gradients[0].Count)
            .Select(i => VectorOperations.Dot(Mean([.. replicates.Select(r => _gradients[r][i])]), direction)),
        ];
    }

    private static double[] Mean(List<double[]> vectors)
    {
        var mean = new double[vectors[0].Length];
        foreach (double[] vector in vectors)
        {
            VectorOperations.AddScaled(1.0 / vectors.Count, vector, mean);
        }

        return mean;
    }
}
