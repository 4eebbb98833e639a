using Xmrl.Experiments.Settings;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Improvement;

/// <content>Fidelity of the explanation.</content>
public sealed partial class ImprovementPipeline
{
    /// <summary>Adaptations per poor task, relative to those of the test tasks: there are few poor tasks.</summary>
    internal const int FidelityRepeats = 4;

    /// <summary>Trains anew on the critical tasks alone and on as many random tasks alone, as long as the base policy, and scores all three
    /// on the poor tasks, on episodes of their own.</summary>
    /// <param name="parameters">The base policy.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="token">Saves and throws when cancelled.</param>
    /// <returns>The scores; null where explain.fidelity is off.</returns>
    /// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix M.8, Table 4.</seealso>
    public StoredFidelity? Fidelity(Real[] parameters, StoredExplanation explanation, CancellationToken token)
    {
        if (!_configuration.Explain.Fidelity)
        {
            return null;
        }

        int[] random = CriticalSelection.Random(
            Tasks.Training.Count, explanation.Critical.Length, _repair.Derive(RandomPurpose.Selection).Derive(4UL));
        Real[] critical = TrainOn("critical", explanation.Critical, token);
        Real[] other = TrainOn("random", random, token);
        return Stage(FidelityStage, _run.File("fidelity.json"), report =>
        {
            RandomKey key = _repair.Derive(RandomPurpose.Evaluation).Derive(6UL);
            MdpTask[] poor = [.. explanation.Poor.Select(position => Tasks.Validation[position])];
            EvaluationOptions options = ReportedScoring with { Repeats = FidelityRepeats * Scoring.Repeats };
            double[][] scores = [.. new[] { critical, parameters, other }.Select((policy, done) =>
            {
                double[] own = Scores(policy, poor, options, key, token);
                report(done + 1, 3, $"{poor.Length} poor tasks");
                return own;
            })];
            var fidelity = new StoredFidelity
            {
                Poor = explanation.Poor,
                Random = random,
                CriticalScores = scores[0],
                AllScores = scores[1],
                RandomScores = scores[2],
            };
            return (fidelity, 3, 0);
        });
    }

    internal static string FidelityTraining(string name) => $"Fidelity: {name} tasks alone";

    private Real[] TrainOn(string name, int[] positions, CancellationToken token)
    {
        MetaSettings meta = _configuration.Meta;
        var start = new Real[Learner.ParameterCount];
        Learner.Initialize(_root.Derive(RandomPurpose.Initialization), start);
        return TrainStage(FidelityTraining(name), new TrainingPlan
        {
            Series = $"only-{name}",
            MetricsName = $"metrics-only-{name}.jsonl",
            Start = start,
            Iterations = meta.Iterations,
            OnFailure = meta.OnFailure,
            Tasks = key =>
            {
                int[] order = [.. positions];
                key.Derive(RandomPurpose.TaskBatch).Shuffle<int>(order);
                return
                [
                    .. order.Take(meta.TasksPerIteration).Order().Select(position => new TaskPlan { MdpTask = Tasks.Training[position] }),
                ];
            },
            OuterStep = meta.Learner.OuterStep(meta.Learner.Schedule(meta.Iterations), Learner.ParameterCount),
            Key = _root.Derive(RandomPurpose.Other).Derive(1UL),
        }, token).Parameters;
    }
}
