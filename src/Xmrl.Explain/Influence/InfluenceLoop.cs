using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Explain.Influence;

/// <summary>The single loop of Algorithm 2 on any family of problems: influence, a step of the weights along it, a small ascent step of
/// θ.</summary>
/// <param name="options">Settings.</param>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix B, Algorithm 2 and Lemma 3.</seealso>
internal sealed class InfluenceLoop(InfluenceOptions options)
{
    private const int Splits = 10;

    /// <summary>Asks to stop the statistics over replicates, which each process does by itself; gradients and products have their own way
    /// to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Algorithm 2 on any family of problems.</summary>
    /// <param name="draw">Fresh gradients at θ; called once per iteration with a key of its own.</param>
    /// <param name="parameters">θ at the start; not changed. Shape [P].</param>
    /// <param name="settings">N_cri and random numbers.</param>
    /// <param name="progress">Told after each iteration; null for none.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two iterations.</exception>
    /// <exception cref="ArithmeticException">An influence is not finite; the message names task and iteration.</exception>
    public Explanation Run(
        Func<Real[], RandomKey, IInfluenceProblem> draw, Real[] parameters, (int TopCount, RandomKey Key) settings,
        Action<int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Iterations, 2);
        var solver = new InfluenceSolver(options);
        Real[] theta = [.. parameters];
        double[] weights = [];
        var replicates = new List<double>();
        var products = new ReplicateProducts();
        long interactions = 0;
        string sentence = string.Empty;
        for (int r = 0; r < options.Iterations; r++)
        {
            RandomKey key = settings.Key.Derive((ulong)r);
            IInfluenceProblem problem = draw(theta, key);
            using var memory = problem as IDisposable;
            interactions += problem.Interactions;
            weights = r == 0 ? [.. problem.Gradients.Select(_ => 1.0)] : weights;
            (double[] influence, double[] direction, sentence) = solver.Solve(problem, weights, key);
            if (options.Pooling == InfluencePooling.AcrossReplicates)
            {
                products.Add(problem.Gradients, direction);
            }

            int bad = Array.FindIndex(influence, value => !double.IsFinite(value));
            if (bad >= 0)
            {
                throw new ArithmeticException(
                    $"The influence of training task {bad} is {influence[bad]} in iteration {r} of the explanation: the policy or its "
                        + $"gradients hold numbers that are not finite or too large.");
            }

            double deviation = Deviation(influence);
            for (int i = 0; i < weights.Length; i++)
            {
                replicates.Add(influence[i] / deviation);
                weights[i] = Math.Max(0, weights[i] + (options.WeightStep * influence[i] / deviation));
            }

            Ascend(theta, problem, weights);
            progress?.Invoke(r + 1);
        }

        int n = weights.Length;
        double[] all = [.. replicates];
        RankAgreementResult agreement = Agreement(all, n, products, settings);
        return new Explanation
        {
            Method = options.Method,
            Pooling = options.Pooling,
            Weights = weights,
            Replicates = all,
            Agreement = agreement,
            Ranking = RankAgreement.TopIndices([.. agreement.Elements.Select(element => element.Value)], n),
            Solver = sentence,
            Interactions = interactions,
        };
    }

    /// <summary>Agreement of the single replicates, with intervals and reliability of the influence that the ranking goes by.</summary>
    private RankAgreementResult Agreement(
        double[] replicates, int tasks, ReplicateProducts products, (int TopCount, RandomKey Key) settings)
    {
        RankAgreementResult single = RankAgreement.Measure(replicates, tasks, settings.TopCount);
        if (options.Pooling == InfluencePooling.WithinReplicates)
        {
            return single;
        }

        double[] contributions = products.Contributions();
        double deviation = Deviation(
            [
                .. Enumerable.Range(0, tasks)
                .Select(i => Enumerable.Range(0, options.Iterations).Average(r => contributions[(r * tasks) + i])),
            ]);
        double halves = Halves(products, settings.Key.Derive(RandomPurpose.Bootstrap).Derive(1UL));
        RankAgreementResult pooled = RankAgreement.Measure([.. contributions.Select(value => value / deviation)], tasks, settings.TopCount);
        return single with
        {
            Elements = pooled.Elements,
            PValues = pooled.PValues,
            PredictedReliability = RankAgreement.Reliability(halves, 2),
        };
    }

    /// <summary>Mean rank correlation of the influences of two halves of the replicates, over random halves.</summary>
    private double Halves(ReplicateProducts products, RandomKey key)
    {
        double sum = 0;
        var order = new int[options.Iterations];
        for (int split = 0; split < Splits; split++)
        {
            key.Derive(split).Permutation(order);
            sum += SpearmanCorrelation.Value(products.Of(order[..(order.Length / 2)]), products.Of(order[(order.Length / 2)..]));
        }

        return sum / Splits;
    }

    /// <summary>The unit of influences: their standard deviation over tasks, 1 where there is none.</summary>
    internal static double Deviation(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? deviation : 1;
    }

    private void Ascend(Real[] theta, IInfluenceProblem problem, double[] weights)
    {
        var step = new double[theta.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            VectorOperations.AddScaled(weights[i], problem.Gradients[i], step);
        }

        double norm = VectorOperations.Norm(step);
        if (!(norm > 0 && double.IsFinite(norm)))
        {
            return;
        }

        for (int p = 0; p < theta.Length; p++)
        {
            theta[p] = (Real)(theta[p] + (options.ParameterStep / norm * step[p]));
        }
    }
}
