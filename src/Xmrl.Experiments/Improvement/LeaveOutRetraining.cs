using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Methods;
using Xmrl.Explain.Influence;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Curves;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Improvement;

/// <summary>Measures what influence predicts: retrains the base policy without some training tasks and looks at the poor ones. All
/// retrainings of a repeat share their random numbers.</summary>
/// <param name="configuration">Iterations and step size are those of the retraining.</param>
/// <param name="learner">The learner.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="log">Told which retrainings stood still: their effects say nothing of influence.</param>
internal sealed class LeaveOutRetraining(ImproveConfiguration configuration, IMetaLearner learner, TaskSets tasks, ILogger log)
{
    /// <summary>Two, so that it is seen how far the effects reproduce.</summary>
    public const int Repeats = 2;

    /// <summary>Adaptations to each poor task, per score.</summary>
    private const int Adaptations = 10;

    private long _interactions;

    /// <summary>Leaves out groups of tasks, one after the other.</summary>
    /// <param name="parameters">The base policy.</param>
    /// <param name="explanation">Poor tasks and influence.</param>
    /// <param name="groups">Number of groups, in [2, training tasks]: neighbours in the ranking share a group.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="progress">Told after each retraining.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>Effects beside influences.</returns>
    public LeaveOutResult Measure(
        Real[] parameters, StoredExplanation explanation, int groups, RandomKey key, Action<int> progress, CancellationToken token)
    {
        Explanation found = explanation.Explanation!;
        int count = tasks.Training.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, count);
        MdpTask[] poor = [.. explanation.Poor.Select(position => tasks.Validation[position])];
        int[][] left =
            [.. Enumerable.Range(0, groups).Select(group => found.Ranking[(group * count / groups)..((group + 1) * count / groups)])];
        var effects = new double[Repeats * groups];
        double before = 0;
        double after = 0;
        int done = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            RandomKey own = key.Derive((ulong)repeat);
            before += Return(parameters) / Repeats;
            string share = string.Create(CultureInfo.InvariantCulture, $"repeat {repeat + 1} of {Repeats}");
            double all = Return(Retrain([], $"the retraining with all tasks ({share})"));
            after += all / Repeats;
            for (int group = 0; group < groups; group++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"the retraining without group {group + 1} ({share})");
                effects[(repeat * groups) + group] = (all - Return(Retrain(left[group], name))) / left[group].Length;
            }

            Real[] Retrain(int[] without, string name)
            {
                Real[] theta = Train(parameters, without, name, own.Derive(RandomPurpose.Other), token);
                progress(++done);
                return theta;
            }

            double Return(Real[] theta) => Score(theta, poor, own.Derive(RandomPurpose.Evaluation), token);
        }

        return new LeaveOutResult
        {
            Groups = left,
            Influence = [.. left.Select(group => group.Average(position => found.Agreement.Elements[position].Value))],
            Effects = effects,
            BaseReturn = before,
            RetrainedReturn = after,
            Iterations = configuration.Retrain.Iterations,
            Interactions = _interactions,
        };
    }

    private Real[] Train(Real[] start, int[] without, string name, RandomKey key, CancellationToken token)
    {
        RetrainSettings settings = configuration.Retrain;
        TaskPlan[] plans =
            [
                .. Enumerable.Range(0, tasks.Training.Count)
                .Except(without)
                .Select(position => new TaskPlan { MdpTask = tasks.Training[position] }),
            ];
        IMetaTraining training = learner.Begin(start, settings.Schedule());
        var rows = new MetricsRow[settings.Iterations];
        for (int k = 0; k < settings.Iterations; k++)
        {
            IterationReport report = training.Iterate(plans, key.Derive(k), token);
            _interactions += report.Interactions;
            rows[k] = TrainingStandstill.Row(k, report.Outer);
        }

        if (TrainingStandstill.Of(rows, name) is { } standstill)
        {
            log.LogWarning("{Standstill}", standstill.Describe());
        }

        return training.Parameters;
    }

    private double Score(Real[] theta, MdpTask[] poor, RandomKey key, CancellationToken token)
    {
        if (learner is not GradientLearner gradients)
        {
            EvaluationOptions options = configuration.Scoring.ReportedOnly(configuration.ScoredSteps) with { Repeats = Adaptations };
            TaskScores[] scores = new AdaptationEvaluator(learner).Evaluate(theta, poor, options, key, token);
            _interactions += scores.Sum(task => task.Interactions)
                + (poor.Length * options.Repeats * AdaptationCost.Scoring(options, learner.Family.Spec.Horizon));
            return scores.Average(configuration.Scoring.Score);
        }

        var items = new WorkItems
        {
            Count = poor.Length * Adaptations,
            Width = 2,
            Name = item => $"poor task {poor[item / Adaptations].Index}",
            Cancellation = token,
        };
        double[][] rows = gradients.Gather(items, (worker, item, row) =>
        {
            TaskOutcome outcome = worker.Collect(theta, new TaskPlan { MdpTask = poor[item / Adaptations] }, key.Derive((ulong)item));
            (row[0], row[1]) = (outcome.ReturnAfter, outcome.Interactions);
        });
        _interactions += rows.Sum(row => (long)row[1]);
        return rows.Average(row => row[0]);
    }
}
