using Xmrl.Explain.Statistics;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Influence;

/// <summary>Algorithm 2 of the paper in a single loop: on fresh rollouts, the influence of every training task on the poorly adapted tasks (Lemma 3),
/// a step of the weights ω along it, and a small ascent step of θ on the weighted tasks.</summary>
/// <param name="learner">The learner that offers task objectives.</param>
/// <param name="options">Settings.</param>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix B, Algorithm 2 and Lemma 3.</seealso>
public sealed class InfluenceEstimator(MetaLearner learner, InfluenceOptions options)
{
    /// <summary>Explains the poor tasks.</summary>
    /// <param name="parameters">θ of the meta-policy; not changed. Shape [P].</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="poor">Poorly adapted tasks.</param>
    /// <param name="settings">N_cri, for the overlap of replicates; and random numbers.</param>
    /// <param name="progress">Told after each iteration; null for none.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation.</returns>
    public Explanation Explain(Real[] parameters, IReadOnlyList<MdpTask> training, IReadOnlyList<MdpTask> poor, (int TopCount, RandomKey Key) settings, Action<int>? progress = null, CancellationToken token = default)
    {
        int n = training.Count;
        var weights = new double[n];
        Array.Fill(weights, 1);
        var replicates = new double[options.Iterations * n];
        Real[] theta = [.. parameters];
        long interactions = 0;
        string solver = string.Empty;
        TaskPlan[] plans = [.. training.Concat(poor).Select(task => new TaskPlan { MdpTask = task })];
        for (int r = 0; r < options.Iterations; r++)
        {
            var problem = new InfluenceProblem(learner, theta, plans, n, settings.Key.Derive((ulong)r), token);
            interactions += problem.Interactions;
            (double[] direction, string sentence) = Solve(problem, weights, settings.Key.Derive((ulong)r));
            solver = sentence;
            double[] influence = [.. Enumerable.Range(0, n).Select(i => VectorOperations.Dot(problem.Gradients[i], direction))];
            double deviation = Deviation(influence);
            for (int i = 0; i < n; i++)
            {
                replicates[(r * n) + i] = influence[i] / deviation;
                weights[i] = Math.Max(0, weights[i] + (options.WeightStep * influence[i] / deviation));
            }

            Ascend(theta, problem, weights);
            progress?.Invoke(r + 1);
        }

        RankAgreementResult agreement = RankAgreement.Measure(
            replicates, n, settings.TopCount, new BootstrapOptions { Key = settings.Key.Derive(RandomPurpose.Bootstrap) });
        return new Explanation
        {
            Method = options.Method,
            Weights = weights,
            Replicates = replicates,
            Agreement = agreement,
            Ranking = RankAgreement.TopIndices([.. agreement.Elements.Select(element => element.Value)], n),
            Solver = solver,
            Interactions = interactions,
        };
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? deviation : 1;
    }

    private (double[] Direction, string Sentence) Solve(InfluenceProblem problem, double[] weights, RandomKey key)
    {
        double[] poor = problem.PoorGradient;
        if (options.Method == InfluenceMethod.Identity)
        {
            return (poor, string.Empty);
        }

        LinearOperator curvature = options.Method == InfluenceMethod.Exact
            ? (vector, product) => problem.HessianProduct(weights, vector, product)
            : (vector, product) => problem.FisherProduct(weights, vector, product);
        PowerIterationResult largest = PowerIteration.LargestEigenvalue(curvature, poor.Length, key.Derive(RandomPurpose.Probing), options.SolverSteps);
        double damping = options.RelativeDamping * Math.Abs(largest.Eigenvalue);
        var direction = new double[poor.Length];
        ConjugateGradientResult result = ConjugateGradient.Solve(
            curvature,
            poor,
            direction,
            new ConjugateGradientOptions { MaxIterations = options.SolverSteps, RelativeTolerance = 1e-3, Damping = damping });
        return (direction, $"{options.Method}: dominant eigenvalue {largest.Eigenvalue:g3}, damping {damping:g3}; {result.Describe()}");
    }

    private void Ascend(Real[] theta, InfluenceProblem problem, double[] weights)
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
