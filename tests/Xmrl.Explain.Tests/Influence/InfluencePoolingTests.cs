using Xmrl.Explain.Influence;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;
using Xmrl.Verification;

namespace Xmrl.Explain.Tests.Influence;

public sealed class InfluencePoolingTests
{
    private const int Tasks = InfluenceIntervals.LeastTasks;
    private const int Dimension = 300;
    private const int Replicates = 16;

    /// <summary>Sums of a few thousand doubles of order one.</summary>
    private const double RoundingTolerance = 1e-9;

    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    [Fact]
    public void Contributions_Mean_IsTheMeanOverAllPairsOfReplicates()
    {
        var products = new ReplicateProducts();
        ClosedFormInfluence[] draws = [.. Enumerable.Range(0, 5).Select(r => Noisy(Key.Derive(r)))];
        foreach (ClosedFormInfluence draw in draws)
        {
            products.Add(draw.Gradients, draw.PoorGradient);
        }

        double[] contributions = products.Contributions();
        for (int i = 0; i < Tasks; i++)
        {
            double pairs = draws.Average(first => draws.Average(second => VectorOperations.Dot(first.Gradients[i], second.PoorGradient)));
            Enumerable.Range(0, draws.Length).Average(r => contributions[(r * Tasks) + i]).ShouldBe(pairs, RoundingTolerance);
            products.Of([0, 1, 2, 3, 4])[i].ShouldBe(pairs, RoundingTolerance);
        }
    }

    [Fact]
    public void Run_NoisyReplicates_PoolingAcrossThemHasMuchLessError()
    {
        // Noise times noise dominates: its variance falls with 1/R within replicates and with 1/R² across them.
        double[] truth = Standardized([.. Enumerable.Range(0, Tasks).Select(i => VectorOperations.Dot(Gradient(i), Poor()))]);
        double within = 0, across = 0;
        for (int trial = 0; trial < 20; trial++)
        {
            within += Error(InfluencePooling.WithinReplicates, trial);
            across += Error(InfluencePooling.AcrossReplicates, trial);
        }

        across.ShouldBeLessThan(0.35 * within);

        double Error(InfluencePooling pooling, int trial)
        {
            double[] found = Standardized([.. Run(pooling, Key.Derive(1_000 + trial)).Agreement.Elements.Select(element => element.Value)]);
            return found.Zip(truth, (f, t) => (f - t) * (f - t)).Average();
        }
    }

    [Fact]
    public void Run_PooledIntervals_CoverTheTruthAtLeastAsOftenAsTheySay()
    {
        // Half a point of standard error, were the tasks independent of each other.
        int covered = 0, all = 0;
        for (int trial = 0; trial < 40; trial++)
        {
            Explanation found = Run(InfluencePooling.AcrossReplicates, Key.Derive(5_000 + trial));
            double scale = Deviation(found, trial);
            for (int i = 0; i < Tasks; i++, all++)
            {
                double truth = VectorOperations.Dot(Gradient(i), Poor()) / scale;
                covered += truth >= found.Agreement.Elements[i].Low && truth <= found.Agreement.Elements[i].High ? 1 : 0;
            }
        }

        (covered / (double)all).ShouldBeGreaterThan(0.95 - 0.03);

        // The intervals are in standard deviations of this trial's influences over tasks.
        static double Deviation(Explanation found, int trial)
        {
            var products = new ReplicateProducts();
            for (int r = 0; r < Replicates; r++)
            {
                ClosedFormInfluence draw = Noisy(Key.Derive(5_000 + trial).Derive((ulong)r));
                products.Add(draw.Gradients, draw.PoorGradient);
            }

            double first = products.Of([.. Enumerable.Range(0, Replicates)])[0];
            return first / found.Agreement.Elements[0].Value;
        }
    }

    [Fact]
    public void Run_Reliability_SaysWhatASecondExplanationShows()
    {
        Explanation one = Run(InfluencePooling.AcrossReplicates, Key.Derive(7));
        Explanation other = Run(InfluencePooling.AcrossReplicates, Key.Derive(8));
        double correlation = SpearmanCorrelation.Value(Values(one), Values(other));
        one.Agreement.PredictedReliability.ShouldBe(correlation, 0.25);
        one.Agreement.PredictedReliability.ShouldBeGreaterThan(one.Agreement.MeanPairwiseSpearman);

        static double[] Values(Explanation found) => [.. found.Agreement.Elements.Select(element => element.Value)];
    }

    private static Explanation Run(InfluencePooling pooling, RandomKey key) => new InfluenceLoop(new InfluenceOptions
    {
        Iterations = Replicates,
        Pooling = pooling,
        ParameterStep = 0,
        WeightStep = 0,
    }).Run((_, draw) => Noisy(draw), new Real[Dimension], (3, key));

    private static ClosedFormInfluence Noisy(RandomKey key) => new()
    {
        Gradients = [.. Enumerable.Range(0, Tasks).Select(i => Plus(Gradient(i), key.Derive(i)))],
        PoorGradient = Plus(Poor(), key.Derive(RandomPurpose.ObservationNoise)),
        Hessians = [],
    };

    private static double[] Plus(double[] exact, RandomKey noise) => [.. exact.Select((value, d) => value + noise.Normal((ulong)d))];

    /// <summary>Task i pulls along the poor direction in proportion to its number, and in a direction of its own.</summary>
    private static double[] Gradient(int task)
        => [.. Poor().Select((p, d) => (p * (task - 4.0) / Tasks) + (0.2 * Key.Derive(task).Normal((ulong)d)))];

    private static double[] Poor()
        => [.. Enumerable.Range(0, Dimension).Select(d => 0.25 * Key.Derive(RandomPurpose.Probing).Normal((ulong)d))];

    private static double[] Standardized(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return [.. values.Select(value => value / deviation)];
    }
}
