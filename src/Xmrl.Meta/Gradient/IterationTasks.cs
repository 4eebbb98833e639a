using System.Diagnostics;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Meta.Gradient;

/// <summary>The tasks of one iteration with their weights, and the rollouts of those that this process works on.</summary>
internal sealed class IterationTasks : IDisposable
{
    private readonly GradientLearner _learner;
    private readonly IReadOnlyList<TaskPlan> _plans;
    private readonly IOuterStep _outerStep;
    private readonly TaskOutcome?[] _outcomes;
    private readonly string?[] _nonFinites;

    /// <summary>Checks the tasks.</summary>
    /// <exception cref="ArgumentException">No tasks, or none of positive weight.</exception>
    public IterationTasks(GradientLearner learner, IReadOnlyList<TaskPlan> plans, IOuterStep outerStep)
    {
        double total = plans.Sum(plan => plan.Weight);
        if (!(total > 0))
        {
            throw new ArgumentException(
                $"An iteration needs tasks of positive weight; found {plans.Count} tasks of total weight {total}.", nameof(plans));
        }

        _learner = learner;
        _plans = plans;
        _outerStep = outerStep;
        _outcomes = new TaskOutcome?[plans.Count];
        _nonFinites = new string?[plans.Count];
        Weights = [.. plans.Select(plan => plan.Weight / total)];
        Items = new WorkItems { Count = plans.Count, Name = item => $"task {plans[item].MdpTask.Index}" };
    }

    /// <summary>Weights of the tasks in the meta-objective; their sum is 1.</summary>
    public double[] Weights { get; }

    /// <summary>The tasks as items of work.</summary>
    public WorkItems Items { get; }

    /// <summary>What a task of this process contributed.</summary>
    public TaskOutcome this[int item] => _outcomes[item]!;

    /// <summary>Keeps a task's rollouts and fills its row.</summary>
    public void Keep(int item, TaskOutcome outcome, double[] row)
    {
        _outcomes[item] = _outerStep.NeedsFisher
            ? outcome with { Data = outcome.Data with { Kept = new KeptCurvature(_learner.Preparations) } }
            : outcome;
        TaskRow.Fill(row, outcome);
    }

    /// <summary>Weighs the tasks' own sampling by the returns of all.</summary>
    public void Correct(SamplingCorrection correction, double[][] rows)
    {
        double[] weights = correction.Weights(
            [.. rows.Select(row => row[TaskRow.OuterReturn])], [.. rows.Select(row => (int)row[TaskRow.Trajectories])]);
        for (int item = 0; item < weights.Length; item++)
        {
            if (_outcomes[item] is { } outcome)
            {
                _outcomes[item] = outcome with { Data = outcome.Data with { CorrectionWeight = weights[item] } };
            }
        }
    }

    /// <summary>Puts a task's hyper-gradient behind its figures.</summary>
    public void Differentiate(GradientWorker worker, int item, Real[] parameters, double[] row)
    {
        long started = Stopwatch.GetTimestamp();
        TaskOutcome outcome = _outcomes[item]!;
        Span<double> gradient = row.AsSpan(TaskRow.Width);
        ITaskObjective objective = worker.Objective(outcome.Data);
        objective.Gradient(parameters, gradient);
        row[TaskRow.IsIndefinite] = objective.Solve == ConjugateGradientStatus.NegativeCurvature ? 1 : 0;
        _nonFinites[item] = outcome.NonFinite ?? worker.NonFinite(gradient, _plans[item]);
        row[TaskRow.IsNonFinite] = _nonFinites[item] is null ? 0 : 1;
        if (_outerStep.NeedsProblem)
        {
            worker.Remember(outcome.Data);
        }

        row[TaskRow.GradientSeconds] += Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Names the first number that is not finite, on all processes; null if all are finite.</summary>
    public string? NonFinite(double[][] rows)
    {
        int broken = Array.FindIndex(rows, row => row[TaskRow.IsNonFinite] != 0);
        return broken < 0 ? null : _learner.Pool.ShareText(Items with { Width = TaskRow.Width }, broken, _nonFinites[broken]);
    }

    /// <summary>Gives the memory of curvature back that nobody took.</summary>
    public void Dispose()
    {
        foreach (TaskOutcome? outcome in _outcomes)
        {
            outcome?.Data.Kept?.Dispose();
        }
    }
}
