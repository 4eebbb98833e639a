using Xmrl.Diagnosis;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Influence;
using Xmrl.Explain.Selection;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>Finds the poorly adapted validation tasks of a meta-policy and the training tasks that matter for them, with any
/// learner.</summary>
/// <param name="configuration">Settings of the poor tasks, the explanation and the scores.</param>
/// <param name="learner">The learner, which offers adaptation and per-task hyper-gradients.</param>
/// <param name="tasks">The tasks.</param>
internal sealed class TaskExplainer(ImproveConfiguration configuration, IMetaLearner learner, TaskSets tasks)
{
    /// <summary>Explains.</summary>
    /// <param name="parameters">The meta-parameters.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="progress">Told after each iteration of the explanation.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>Poor and critical tasks; none, and no explanation, where no task is poor.</returns>
    public StoredExplanation Explain(Real[] parameters, RandomKey key, Action<int> progress, CancellationToken token)
    {
        (double[] selection, long selecting) = Scores(parameters, tasks.Validation, RunKeys.PoorSelection(key), token, 0);
        (double[] measured, long measuring) = Scores(parameters, tasks.Validation, RunKeys.PoorMeasurement(key), token, 1);
        int[] positions = [.. PoorTaskSelection.Worst(selection, configuration.Poor.Count).Where(IsPoor)];
        (Explanation? explanation, string? reservation) = positions.Length == 0
            ? (null, null)
            : Influence(parameters, positions, RunKeys.Influence(key), progress, token);
        var stored = new StoredExplanation
        {
            Poor = positions,
            SelectionScores = selection,
            MeasuredScores = measured,
            Critical = explanation?.Critical(configuration.Explain.CriticalTasks) ?? [],
            Explanation = explanation,
            SearchInteractions = selecting + measuring,
            Reservation = reservation,
            PlantedScores = configuration.Tasks.Planted == PlantedTruth.RareRegion
                ? Scores(parameters, [.. tasks.Training.Take(configuration.Tasks.PlantedCount)], RunKeys.PlantedScores(key), token).Scores
                : null,
        };
        return learner.Family is not IGivenTasks || explanation?.HasSignal() != true ? stored
            : stored with { Reservation = $"{stored.Reservation}\n{DataAdvice.Of(explanation, stored.Harmful(), positions)}" };

        bool IsPoor(int position)
            => configuration.Poor.Below is not { } limit || (selection[position] < limit && measured[position] < limit);
    }

    private (Explanation Explanation, string? Reservation) Influence(
        Real[] parameters, int[] poor, RandomKey key, Action<int> progress, CancellationToken token)
    {
        ExplainSettings settings = configuration.Explain;
        MdpTask[] failing = [.. poor.Select(position => tasks.Validation[position])];
        (int, RandomKey) shared = (settings.CriticalTasks, key);
        ContinuationOptions continued = EstimatorFactory.Continuation(
            settings, configuration.Meta.Learner, configuration.Retrain.Iterations);
        (Explanation Explanation, string? Reservation) made;
        if (settings.Method == InfluenceMethod.Tracing)
        {
            var tracing = new TracingEstimator(learner, new TracingOptions { Continuation = continued });
            made = (tracing.Explain(parameters, tasks.Training, failing, shared, progress, token), tracing.Reservation);
        }
        else if (learner.Influence is { } source)
        {
            var estimator = new InfluenceEstimator(source, EstimatorFactory.Influence(settings));
            made = (estimator.Explain(parameters, tasks.Training, failing, shared, progress, token), source.Reservation);
        }
        else
        {
            var continuation = new ContinuationEstimator(learner, continued);
            made = (continuation.Explain(parameters, tasks.Training, Score, shared, progress, token), continuation.Reservation);
        }

        NumericalFailure.Check(
            made.Explanation.Replicates,
            index =>
                $"Explanation, the influence of training task {index % tasks.Training.Count} in iteration {index / tasks.Training.Count}");
        return made;

        (double Score, long Interactions) Score(Real[] theta, RandomKey own)
        {
            (double[] scores, long interactions) = Scores(theta, failing, own, token);
            return (scores.Average(), interactions);
        }
    }

    /// <summary>Scores tasks, and counts the steps of adapting and of scoring them; the evaluator counts the former alone, so that scored
    /// episodes count with their full length.</summary>
    private (double[] Scores, long Interactions) Scores(
        Real[] parameters, IReadOnlyList<MdpTask> scored, RandomKey key, CancellationToken token, int? half = null)
    {
        EvaluationOptions options = configuration.Scoring.ReportedOnly(
            configuration.ScoredSteps) with
        { Repeats = configuration.Poor.SelectionRepeats, StoredHalf = half };
        TaskScores[] evaluated = new AdaptationEvaluator(learner).Evaluate(parameters, scored, options, key, token);
        double[] scores = [.. evaluated.Select(configuration.Scoring.Score)];
        NumericalFailure.Check(scores, index => $"The score of task {scored[index].Index}, validation or planted");
        return (
            scores,
            evaluated.Sum(task => task.Interactions)
                + (scored.Count * options.Repeats * AdaptationCost.Scoring(options, learner.Family.Spec.Horizon)));
    }
}
