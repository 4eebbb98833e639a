using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Verification.Coverage;

/// <summary>Simulates how often the intervals of influence over replicates cover it.</summary>
/// <remarks>Influence is compared in the unit of the gradients. A printed one is divided by the standard deviation over tasks of the
/// estimates, its interval and the truth that it is to cover by the same number, which decides nothing.</remarks>
internal static class InfluenceCoverage
{
    /// <summary>Name of the figure in tables.</summary>
    public const string Figure = "influence";

    /// <summary>Replicates that the truth within replicates is taken from, which no formula gives.</summary>
    private const int Reference = 10_000;

    /// <summary>The least number that settings allow, and those of the experiments.</summary>
    private static readonly int[] s_replicates = [2, 3, 5, 10, 20];
    private static readonly InfluenceOptions s_options = new();

    /// <summary>Simulates all laws and numbers of replicates.</summary>
    /// <param name="samples">Explanations of each, ≥ 1.</param>
    /// <returns>The lines. Coverage is that of the law's tasks whose gradients have the least covered law.</returns>
    public static IReadOnlyList<CoverageRow> Run(int samples) => [.. InfluenceLaws.All.SelectMany(law => Rows(law, samples))];

    private static CoverageRow[] Rows(InfluenceLaw law, int samples)
    {
        RandomKey key = RandomKey.FromSeed(19);
        IReadOnlyList<double[]> directions = SampledInfluence.Directions(law, key);
        double[] truth = law.Pooling == InfluencePooling.AcrossReplicates
            ? SampledInfluence.Truth(law, directions, s_options.RelativeDamping)
            : Within(law, directions, key.Derive(RandomPurpose.Selection));
        return [.. s_replicates.Select(count => Measure(law, directions, truth, count, samples))];
    }

    private static CoverageRow Measure(InfluenceLaw law, IReadOnlyList<double[]> directions, double[] truth, int count, int samples)
    {
        RandomKey key = RandomKey.FromSeed(23).Derive(count);
        int kinds = law.Training.Count, printed = 0;
        var covered = new int[kinds];
        var all = new int[kinds];
        double width = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            IReadOnlyList<(Interval Influence, double? PValue)> found =
                InfluenceIntervals.Of(Replicates(law, directions, key.Derive(sample), count), law.Tasks);
            for (int i = 0; i < law.Tasks; i++)
            {
                if (found[i].Influence is { Low: { } low, High: { } high })
                {
                    printed++;
                    all[i % kinds]++;
                    covered[i % kinds] += low <= truth[i] && truth[i] <= high ? 1 : 0;
                    width += high - low;
                }
            }
        }

        return new CoverageRow(law.Name, law.IsPromised, Figure, count)
        {
            Printed = printed / ((double)samples * law.Tasks),
            Coverage = Enumerable.Range(0, kinds).Min(kind => covered[kind] / (double)all[kind]),
            Width = width / printed,
        };
    }

    /// <summary>What the explanation takes its intervals from. Shape [R, n].</summary>
    internal static double[] Replicates(InfluenceLaw law, IReadOnlyList<double[]> directions, RandomKey key, int count)
    {
        var solver = new InfluenceSolver(s_options with { Method = law.Method });
        var products = new ReplicateProducts();
        var within = new List<double>();
        double[] weights = [.. Enumerable.Repeat(1.0, law.Tasks)];
        for (int r = 0; r < count; r++)
        {
            RandomKey own = key.Derive(r);
            var problem = new SampledInfluence(law, directions, own);
            (double[] influence, double[] direction, _) = solver.Solve(problem, weights, own);
            products.Add(problem.Gradients, direction);
            double deviation = InfluenceLoop.Deviation(influence);
            within.AddRange(influence.Select(value => value / deviation));
        }

        return law.Pooling == InfluencePooling.AcrossReplicates ? products.Contributions() : [.. within];
    }

    /// <summary>Expectation of the influence in one replicate, in standard deviations over tasks.</summary>
    private static double[] Within(InfluenceLaw law, IReadOnlyList<double[]> directions, RandomKey key)
    {
        double[] replicates = Replicates(law, directions, key, Reference);
        return
        [
            .. Enumerable.Range(0, law.Tasks)
                .Select(i => Enumerable.Range(0, Reference).Average(r => replicates[(r * law.Tasks) + i])),
        ];
    }
}
