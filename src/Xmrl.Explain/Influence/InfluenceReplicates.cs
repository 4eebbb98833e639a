namespace Xmrl.Explain.Influence;

/// <summary>Influences that were measured as numbers, replicate after replicate, as an explanation.</summary>
internal static class InfluenceReplicates
{
    /// <summary>Brings every replicate to standard deviations over tasks, lets the weights follow, and measures the agreement.</summary>
    /// <param name="replicates">Influences, row after row; receives them in standard deviations. Shape [R, n].</param>
    /// <param name="taskCount">Number n of training tasks.</param>
    /// <param name="method">How they were made.</param>
    /// <param name="settings">N_cri, and the step of the weights per replicate in standard deviations.</param>
    /// <param name="interactions">Environment steps taken.</param>
    /// <returns>The explanation.</returns>
    public static Explanation Explain(
        double[] replicates, int taskCount, InfluenceMethod method, (int TopCount, double WeightStep) settings, long interactions)
    {
        double[] weights = [.. Enumerable.Repeat(1.0, taskCount)];
        for (int r = 0; r < replicates.Length / taskCount; r++)
        {
            Span<double> influence = replicates.AsSpan(r * taskCount, taskCount);
            double deviation = InfluenceLoop.Deviation([.. influence]);
            for (int i = 0; i < taskCount; i++)
            {
                influence[i] /= deviation;
                weights[i] = Math.Max(0, weights[i] + (settings.WeightStep * influence[i]));
            }
        }

        RankAgreementResult agreement = RankAgreement.Measure(replicates, taskCount, settings.TopCount);
        return new Explanation
        {
            Method = method,
            Pooling = InfluencePooling.WithinReplicates,
            Weights = weights,
            Replicates = replicates,
            Agreement = agreement,
            Ranking = RankAgreement.TopIndices([.. agreement.Elements.Select(element => element.Value)], taskCount),
            Solver = string.Empty,
            Interactions = interactions,
        };
    }
}
