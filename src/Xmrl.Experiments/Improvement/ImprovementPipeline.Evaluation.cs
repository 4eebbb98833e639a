using System.Diagnostics;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Statistics;
using Xmrl.Meta.Evaluation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Improvement;

/// <content>Scores on confirmation and test tasks.</content>
public sealed partial class ImprovementPipeline
{
    /// <summary>Stage 5: decides on fresh tasks whether one of the candidates replaces the base policy; that policy goes to
    /// repaired.safetensors.</summary>
    /// <param name="policies">Methods and their parameters; the base policy first, with a null method.</param>
    /// <param name="token">Checked between adaptations.</param>
    /// <returns>The decision; null where none is configured or no candidate was retrained.</returns>
    public StoredConfirmation? Confirm(IReadOnlyList<(ImprovementMethod? Method, Real[] Parameters)> policies, CancellationToken token)
    {
        ConfirmSettings settings = _configuration.Confirm;
        (ImprovementMethod Method, Real[] Parameters)[] candidates =
            [
                .. policies.Where(policy => policy.Method is { } method && settings.Candidates.Contains(method))
                .Select(policy => (policy.Method!.Value, policy.Parameters)),
            ];
        if (settings.Tasks == 0 || candidates.Length == 0)
        {
            _stage += settings.Tasks == 0 ? 0 : 1;
            return null;
        }

        StoredConfirmation decision = Stage(ConfirmationStage, _run.File(StoredConfirmation.FileName), report =>
        {
            RandomKey key = _repair.Derive(RandomPurpose.Confirmation);
            MdpTask[] tasks =
                [.. Enumerable.Range(0, settings.Tasks).Select(i => Family.SampleTask(key.Derive(RandomPurpose.TaskSampling), i))];
            long interactions = 0;
            double[] before = Confirmed(policies[0].Parameters, 0);
            (ImprovementMethod, double[])[] after =
                [.. candidates.Select((candidate, c) => (candidate.Method, Confirmed(candidate.Parameters, c + 1)))];
            var rule = new RepairDecision(settings, _configuration.Scoring.DegradedBy, ScoreRange.Of(Family.Spec.HasSuccess));
            return (rule.Decide(before, after, interactions, key), candidates.Length + 1, interactions);

            double[] Confirmed(Real[] parameters, int done)
            {
                TaskScores[] scores = Evaluate(parameters, tasks, ReportedScoring, key.Derive(RandomPurpose.Evaluation), token);
                interactions += scores.Sum(task => task.Interactions);
                report(done + 1, candidates.Length + 1, $"{tasks.Length} fresh tasks");
                return [.. scores.Select(Score)];
            }
        });
        Real[] kept = policies.First(policy => policy.Method == decision.Chosen).Parameters;
        _run.Store(_run.File("repaired.safetensors"), PolicyWeights.Of(Learner.Tensors, kept).Write);
        return decision;
    }

    /// <summary>Stage 6: scores meta-policies on the test tasks under common random numbers.</summary>
    /// <param name="policies">Methods and their parameters; the base policy first, with a null method.</param>
    /// <param name="explanation">The explanation that the methods are charged for, as far as they use it; null where there is none.</param>
    /// <param name="token">Checked between adaptations.</param>
    /// <returns>Scores, and the base policy's scores on other episodes, by which poor test tasks are selected.</returns>
    public (IReadOnlyList<MethodScores> Methods, double[] Selection) Evaluate(
        IReadOnlyList<(ImprovementMethod? Method, Real[] Parameters)> policies, StoredExplanation? explanation, CancellationToken token)
    {
        int stage = _stageCount - 1;
        long started = Stopwatch.GetTimestamp();
        double[] selection = Scores(policies[0].Parameters, Tasks.Test, ReportedScoring, TestKey.Derive(RandomPurpose.Selection), token);
        var methods = new List<MethodScores>();
        foreach ((ImprovementMethod? method, Real[] parameters) in policies)
        {
            EvaluationOptions options = method is null || _configuration.Scoring.Curves ? Scoring : Scoring with { LastStepOnly = true };
            methods.Add(
                new MethodScores
                {
                    Method = method,
                    Base = _configuration.Meta.Learner.Card.Title,
                    Scores = Evaluate(parameters, Tasks.Test, options, TestKey, token),
                    Interactions = Charged(method, explanation),
                });
            Report(EvaluationStage, stage, methods.Count, policies.Count, $"{Tasks.Test.Count} test tasks");
        }

        Book.Add(
            new StageBook.Entry(
                EvaluationStage, policies.Count, methods.Sum(m => m.Scores.Sum(s => s.Interactions)),
                Stopwatch.GetElapsedTime(started).TotalSeconds));
        return (methods, selection);
    }

    /// <summary>The reported score of a task: after the last adaptation step, with the configured kind of actions.</summary>
    /// <param name="scores">The task's scores.</param>
    /// <returns>The score.</returns>
    public double Score(TaskScores scores) => _configuration.Scoring.Score(scores);

    /// <summary>Environment steps beyond the base policy: the stages that a method uses.</summary>
    private long Charged(ImprovementMethod? method, StoredExplanation? explanation) => method is not { } own
        ? 0
        : (explanation?.Steps(MethodPlans.Takes(own)) ?? 0) + Book.Interactions(MixingStage(own)) + Book.Interactions(RetrainStage(own));

    private double[] Scores(
        Real[] parameters, IReadOnlyList<MdpTask> tasks, EvaluationOptions options, RandomKey key, CancellationToken token)
        => [.. Evaluate(parameters, tasks, options, key, token).Select(Score)];

    private TaskScores[] Evaluate(
        Real[] parameters, IReadOnlyList<MdpTask> tasks, EvaluationOptions options, RandomKey key, CancellationToken token)
    {
        TaskScores[] scores = Evaluator.Evaluate(parameters, tasks, options, key, token);
        NumericalFailure.Check(
            [.. scores.Select(Score)],
            index => $"The score of {(ReferenceEquals(tasks, Tasks.Test) ? "test" : "confirmation")} task {index}");
        return scores;
    }
}
