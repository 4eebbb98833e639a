using System.Diagnostics;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Explain.Selection;
using Xmrl.Meta.Evaluation;
using Xmrl.Statistics;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Stages;

/// <summary>Scores all meta-policies on the test tasks under common random numbers; the figures go to evaluation.json.</summary>
/// <param name="scale">The run's configuration.</param>
/// <param name="retrained">Number of policies beside the base policy.</param>
internal sealed class EvaluationStage(RunScale scale, int retrained) : IStage
{
    /// <summary>The name of the stage, by which a run is known to be whole.</summary>
    internal const string Title = "Evaluation";

    /// <inheritdoc/>
    public string Name => Title;

    /// <inheritdoc/>
    public StageWork Work
    {
        get
        {
            ScoringSettings scoring = scale.Configuration.Scoring;
            EvaluationOptions full = scoring.Options(scale.Configuration.ScoredSteps);
            StageWork later = scale.Evaluation(full with { LastStepOnly = !scoring.Curves });
            return (double)scale.Configuration.Tasks.Test * scoring.Repeats
                * (scale.Reported + scale.Evaluation(full) + (retrained * later));
        }
    }

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        ImproveConfiguration configuration = parts.Configuration;
        long started = Stopwatch.GetTimestamp();
        var tasks = new ScoredTasks("test", parts.Tasks.Test, parts.Keys.Test);
        double[] selection = parts.Scores(found.Base, tasks with { Key = parts.Keys.TestSelection }, parts.ReportedScoring, token);
        var methods = new List<MethodScores>();
        foreach (MetaPolicy policy in found.Policies)
        {
            bool isWhole = policy.Method is null || configuration.Scoring.Curves;
            EvaluationOptions options = isWhole ? parts.Scoring : parts.Scoring with { LastStepOnly = true };
            methods.Add(
                new MethodScores
                {
                    Method = policy.Method,
                    Base = configuration.Meta.Learner.Card.Title,
                    Scores = parts.Evaluate(policy, tasks, options, token),
                    Interactions = Charged(parts, policy.Method, found),
                });
            run.Report(methods.Count, found.Policies.Length, $"{tasks.Tasks.Count} test tasks");
        }

        run.Enter(
            found.Policies.Length, methods.Sum(m => m.Scores.Sum(s => s.Interactions)), Stopwatch.GetElapsedTime(started).TotalSeconds);
        int[] poor = PoorTaskSelection.WorstShare(selection, configuration.Poor.TestShare);
        IReadOnlyList<MethodSummary> summaries = MethodSummary.Of(
            methods,
            poor,
            parts.Score,
            configuration.Scoring.OtherScore,
            (configuration.Scoring.DegradedBy, parts.Keys.Root, ScoreRange.Of(parts.Family.Spec.HasSuccess)));
        parts.Directory.Store(
            parts.Directory.EvaluationPath,
            new StoredEvaluation
            {
                Score = parts.Family.Spec.ScoreName,
                Actions = configuration.Scoring.Actions,
                PoorTest = poor,
                Methods = summaries,
                Adaptation = Curves(configuration, methods),
            });
        return found with { Methods = methods, Summaries = summaries, PoorTest = poor };
    }

    /// <summary>Mean reported scores over adaptation steps, of the methods that were scored after each.</summary>
    private static IReadOnlyList<MethodCurve> Curves(ImproveConfiguration configuration, IReadOnlyList<MethodScores> methods) =>
    [
        .. methods.Where(method => configuration.Scoring.Curves || method.Method is null).Select(method => new MethodCurve(
            method.Name,
            [
                .. Enumerable.Range(0, method.Scores[0].MeanActions.Length).Select(step => method.Scores.Average(
                    scores => (configuration.Scoring.Actions == ActionKind.Mean ? scores.MeanActions : scores.Sampled)[step])),
            ])),
    ];

    /// <summary>Environment steps beyond the base policy: the stages that a method uses.</summary>
    private long Charged(RunParts parts, Method? method, ImprovementFindings found) => method is null
        ? 0
        : (found.Explanation?.Steps(method.Takes) ?? 0)
            + (method.ChosenBy is null ? 0 : found.Diagnosis?.Interactions ?? 0)
            + parts.Book.Interactions(new MixingStage(scale, method).Name)
            + parts.Book.Interactions(new RetrainingStage(scale, method).Name);
}
