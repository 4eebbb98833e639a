using System.Globalization;
using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Verification;

/// <summary>Planted truth on quadratic tasks: a few training tasks share the optimum of the poor ones, and gradients are seen through
/// noise.</summary>
internal static class PlantedChecks
{
    private const int Training = 50;
    private const int Planted = 4;
    private const int Dimension = 6;
    private const int Families = 5;
    private const double Noise = 1;
    private const double LeastPrecision = 0.8;

    /// <summary>By chance 0.08. Tasks that lie far out in the right direction can outweigh a planted one, for leave-one-out retraining too,
    /// so that not all planted tasks need be first.</summary>
    private const double LeastPlaced = 0.5;
    private const double LeastCorrelation = 0.8;

    /// <summary>Precision of the explanation, rank correlation with leave-one-out retraining, and what twice the weight on its critical
    /// tasks gains over random ones.</summary>
    public static TheoryCheck Quadratic()
    {
        double precision = 0;
        double placed = 0;
        double correlation = 0;
        var gains = new double[Families];
        for (int f = 0; f < Families; f++)
        {
            RandomKey key = RandomKey.FromSeed((ulong)(100 + f));
            QuadraticTasks tasks = Plant(key);
            double[] uniform = [.. Enumerable.Repeat(1.0, Training)];
            double[] theta = tasks.Optimum(uniform);
            int[] ranking = Explain(tasks, theta, key, out double[] influence);
            double before = tasks.PoorValue(theta);
            double[] left =
                [
                    .. Enumerable.Range(0, Training)
                    .Select(i => before - tasks.PoorValue(tasks.Optimum([.. uniform.Select((w, k) => k == i ? 0 : w)]))),
                ];
            int[] truth = [.. Enumerable.Range(0, Training).OrderByDescending(i => left[i]).Take(Planted)];
            precision += ranking.Take(Planted).Count(truth.Contains) / (double)(Planted * Families);
            placed += ranking.Take(Planted).Count(position => position < Planted) / (double)(Planted * Families);
            correlation += SpearmanCorrelation.Value(influence, left) / Families;

            var random = new int[Training];
            key.Derive(RandomPurpose.Shuffling).Permutation(random);
            gains[f] = tasks.PoorValue(tasks.Optimum(Doubled(ranking))) - tasks.PoorValue(tasks.Optimum(Doubled(random)));
        }

        Interval gain = StudentMean.Interval(gains);
        return new TheoryCheck
        {
            Name = "Planted truth, quadratic tasks",
            Source = "closed-form influence",
            Statement =
                $"{Planted} of {Training} training tasks share the optimum of the poor ones; gradients carry noise; the explanation "
                    + $"finds the tasks that leave-one-out retraining calls most important, and weight on them helps more than on "
                    + $"random ones",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"precision {precision:f2} ≥ {LeastPrecision}, share of planted tasks among them {placed:f2} ≥ {LeastPlaced}, rank "
                    + $"correlation with leave-one-out {correlation:f2} ≥ {LeastCorrelation}, gain over random {gain.Value:f3} "
                    + $"{TestWords.Ends(gain, end => end.ToString("f3", CultureInfo.InvariantCulture))} > 0"),
            Passed = precision >= LeastPrecision && placed >= LeastPlaced && correlation >= LeastCorrelation && gain.Low > 0,
        };

        static double[] Doubled(int[] order) => [.. Enumerable.Range(0, Training).Select(i => order.Take(Planted).Contains(i) ? 2.0 : 1.0)];
    }

    private static QuadraticTasks Plant(RandomKey key)
    {
        const int Poor = 2;
        var tasks = new QuadraticTasks(key, Training, Poor, Dimension);
        double[] away = [.. Enumerable.Range(0, Dimension).Select(d => 3 * key.Derive(RandomPurpose.Probing).Normal((ulong)d))];
        foreach (int task in Enumerable.Range(0, Planted).Concat(Enumerable.Range(Training, Poor)))
        {
            tasks.Place(task, [.. away.Zip(tasks.Centre(task), (a, c) => a + (0.3 * c))]);
        }

        return tasks;
    }

    private static int[] Explain(QuadraticTasks tasks, double[] theta, RandomKey key, out double[] influence)
    {
        var options = new InfluenceOptions
        {
            Method = InfluenceMethod.Exact,
            Iterations = 20,
            WeightStep = 0,
            ParameterStep = 0,
            RelativeDamping = 0.01,
            SolverSteps = 50,
        };
        Explanation found = new InfluenceLoop(options).Run((_, draw) => Noisy(tasks.At(theta), draw), new Real[Dimension], (Planted, key));
        influence = [.. found.Agreement.Elements.Select(element => element.Value)];
        return found.Ranking;
    }

    /// <summary>Gradients as rollouts would show them.</summary>
    private static ClosedFormInfluence Noisy(ClosedFormInfluence exact, RandomKey key) => new()
    {
        Gradients =
        [
            .. exact.Gradients.Select((gradient, i) => gradient.Select((g, d) => g + (Noise * key.Derive(i).Normal((ulong)d))).ToArray()),
        ],
        PoorGradient = [.. exact.PoorGradient.Select((g, d) => g + (Noise * key.Derive(RandomPurpose.ObservationNoise).Normal((ulong)d)))],
        Hessians = exact.Hessians,
    };
}
