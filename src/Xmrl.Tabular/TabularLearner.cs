using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>Meta-training on tables: draw tasks, adapt in each, step along the mean of their hyper-gradients. With a linear objective and a
/// distance of parameters this is exact MAML.</summary>
/// <remarks>An iteration in which a task has no hyper-gradient (the inner solve did not converge, π_φ(a) = 0) takes no step and is counted.
/// Parameters are kept in double in both builds.</remarks>
/// <param name="tasks">The training tasks, of the same states and actions; at least one.</param>
/// <param name="features">How logits depend on parameters.</param>
/// <param name="options">Rule, length and steps.</param>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Algorithm 1.</seealso>
internal sealed class TabularLearner(IReadOnlyList<TabularMdp> tasks, LogitFeatures features, TabularLearnerOptions options)
{
    private readonly TabularTask[] _tasks = [.. tasks.Select(mdp => new TabularTask(mdp, features, options.Rule))];

    /// <summary>A learner whose parameters are the logits.</summary>
    /// <param name="tasks">The training tasks; at least one.</param>
    /// <param name="options">Rule, length and steps.</param>
    public TabularLearner(IReadOnlyList<TabularMdp> tasks, TabularLearnerOptions options)
        : this(tasks, LogitFeatures.Table(tasks[0].States, tasks[0].Actions), options)
    {
    }

    /// <summary>Trains.</summary>
    /// <param name="start">First parameters φ_0. Shape [P].</param>
    /// <param name="key">Draws of tasks and, by Monte Carlo, of episodes.</param>
    /// <returns>φ_T and what was on the way.</returns>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public TabularTraining Train(double[] start, RandomKey key)
    {
        if (start.Length != features.Parameters)
        {
            throw new ArgumentException(
                $"start has {start.Length} numbers; the policy has {features.Parameters} parameters.", nameof(start));
        }

        IOptimizer optimizer = options.UsesAdam
            ? new Adam(start.Length, new AdamOptions { StepSize = options.StepSize })
            : new Sgd(options.StepSize);
        double[] parameters = [.. start];
        var path = new List<double[]>();
        var before = new double[options.Iterations];
        var after = new double[options.Iterations];
        int skipped = 0;
        string detail = string.Empty;
        for (int t = 0; t < options.Iterations; t++)
        {
            if (options.KeepsPath)
            {
                path.Add([.. parameters]);
            }

            TabularOutcome[] outcomes = Outcomes(parameters, key, t);
            before[t] = outcomes.Average(outcome => outcome.Before.Return);
            after[t] = outcomes.Average(outcome => outcome.Value);
            TabularOutcome? failed = Array.Find(outcomes, outcome => outcome.Status != TabularStatus.Solved);
            if (failed is not null)
            {
                detail = skipped++ == 0 ? $"Iteration {t}: {failed.Detail}" : detail;
                continue;
            }

            Move(parameters, outcomes, optimizer);
        }

        return new TabularTraining
        {
            Parameters = parameters,
            Path = path,
            Before = before,
            After = after,
            Skipped = skipped,
            Detail = detail,
        };
    }

    private TabularOutcome[] Outcomes(double[] parameters, RandomKey key, int iteration)
    {
        int[] order = new int[_tasks.Length];
        key.Derive(RandomPurpose.TaskBatch).Derive(iteration).Permutation(order);
        return [.. order.Take(options.BatchSize).Select(index => Outcome(parameters, _tasks[index], Child(index)))];

        RandomKey Child(int index) => key.Derive(iteration).Derive(index);
    }

    private TabularOutcome Outcome(double[] parameters, TabularTask task, RandomKey key)
    {
        if (options.Sampling is not { } sampling)
        {
            return task.Differentiate(parameters);
        }

        double[] policy = SoftmaxTable.Probabilities(features.Logits(parameters), features.Actions);
        return task.Differentiate(
            parameters, sampling.Measure(task.Mdp, policy, key.Derive(RandomPurpose.InnerRollout)),
            adapted => sampling.Measure(task.Mdp, adapted.Policy, key.Derive(RandomPurpose.OuterRollout)));
    }

    /// <summary>The optimizer's move from zero, added in double: its rounding is that of the move, not of the parameters.</summary>
    private static void Move(double[] parameters, TabularOutcome[] outcomes, IOptimizer optimizer)
    {
        double[] gradient = new double[parameters.Length];
        foreach (TabularOutcome outcome in outcomes)
        {
            for (int p = 0; p < gradient.Length; p++)
            {
                gradient[p] += outcome.Gradient[p] / outcomes.Length;
            }
        }

        var move = new Real[parameters.Length];
        optimizer.Step(move, gradient);
        for (int p = 0; p < parameters.Length; p++)
        {
            parameters[p] += move[p];
        }
    }
}
