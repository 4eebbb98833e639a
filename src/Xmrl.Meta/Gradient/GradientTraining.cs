using System.Diagnostics;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Meta.Gradient;

/// <summary>A training of a gradient-based learner: θ and its outer step.</summary>
public sealed class GradientTraining : IMetaTraining
{
    private readonly GradientLearner _learner;
    private readonly IOuterStep _outerStep;

    internal GradientTraining(GradientLearner learner, Real[] parameters, IOuterStep outerStep)
    {
        _learner = learner;
        Parameters = parameters;
        _outerStep = outerStep;
    }

    /// <inheritdoc/>
    public Real[] Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State => _outerStep.State;

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state) => _outerStep.Restore(state);

    /// <inheritdoc/>
    public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
        => Iterate(plans, key, null, token);

    /// <summary>One iteration, with the tasks begun in an order of one's own: for tests that the order leaves no trace.</summary>
    /// <param name="plans">The tasks and their weights.</param>
    /// <param name="key">Random numbers of this iteration.</param>
    /// <param name="order">A permutation of the tasks' positions; null as they come.</param>
    /// <param name="token">Checked between tasks and inside of rollouts.</param>
    /// <returns>What happened.</returns>
    public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, int[]? order, CancellationToken token)
    {
        long started = Stopwatch.GetTimestamp();
        using var tasks = new IterationTasks(_learner, plans, _outerStep);
        WorkItems items = tasks.Items with { Width = TaskRow.Width, Order = order, Cancellation = token };
        var hyperGradient = new double[Parameters.Length];

        // For each task: sample, adapt, sample, differentiate. Then sum.
        double[][] rows;
        if (_learner.Options.Correction is { } correction)
        {
            // The weight of a task's own sampling needs the returns of all tasks.
            rows = _learner.Gather(items, Collect);
            tasks.Correct(correction, rows);
            TaskRow.Merge(rows, _learner.Sum(items, tasks.Weights, hyperGradient, Differentiate));
        }
        else
        {
            rows = _learner.Sum(items, tasks.Weights, hyperGradient, (worker, item, row) =>
            {
                Collect(worker, item, row);
                Differentiate(worker, item, row);
            });
        }

        // Then the outer step.
        long summed = Stopwatch.GetTimestamp();
        using var problem = new IterationProblem(_learner, tasks, hyperGradient, Parameters, token);
        OuterReport outer = tasks.NonFinite(rows) is { } sentence
            ? new OuterReport(OuterStatus.NonFiniteGradient, double.NaN, sentence)
            : _outerStep.Step(Parameters, problem);
        return TaskRow.Report(rows, outer) with
        {
            Profile = TaskRow.Seconds(rows) + new PhaseSeconds(0, 0, 0, Stopwatch.GetElapsedTime(summed).TotalSeconds),
            Threads = _learner.Pool.Threads * _learner.Pool.Collective.Size,
            WallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };

        void Collect(GradientWorker worker, int item, double[] row)
            => tasks.Keep(item, worker.Collect(Parameters, plans[item], key.Derive((ulong)plans[item].MdpTask.Index)), row);

        void Differentiate(GradientWorker worker, int item, double[] row) => tasks.Differentiate(worker, item, Parameters, row);
    }
}
