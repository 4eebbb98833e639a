using Xmrl.Experiments.Explanations;
using Xmrl.Meta.Evaluation;

namespace Xmrl.Experiments.Stages;

/// <summary>Fidelity of the explanation: policies trained on the critical tasks alone, on all tasks and on as many random tasks alone,
/// scored on the poor tasks, on episodes of their own.</summary>
/// <param name="scale">The run's configuration.</param>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix M.8, Table 4.</seealso>
internal sealed class FidelityStage(RunScale scale) : IStage
{
    /// <summary>Adaptations per poor task, relative to those of the test tasks: there are few poor tasks.</summary>
    private const int Repeats = 4;

    /// <inheritdoc/>
    public string Name => "Fidelity";

    /// <inheritdoc/>
    public StageWork Work => 3.0 * scale.Configuration.Poor.Count * Repeats * scale.Configuration.Scoring.Repeats * scale.Reported;

    /// <summary>The two trainings and their scores, where explain.fidelity asks for them.</summary>
    public static IEnumerable<IStage> Of(RunScale scale) => scale.Configuration.Explain.Fidelity
        ? [new FidelityTraining(scale, isCritical: true), new FidelityTraining(scale, isCritical: false), new FidelityStage(scale)]
        : [];

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        if (found.Repairable is not { } explanation)
        {
            return found;
        }

        RunParts parts = run.Parts;
        _ = run.Once(parts.Directory.File("fidelity.json"), () =>
        {
            var poor = new ScoredTasks(
                "poor", [.. explanation.Poor.Select(position => parts.Tasks.Validation[position])], parts.Keys.Fidelity);
            EvaluationOptions options = parts.ReportedScoring with { Repeats = Repeats * parts.Scoring.Repeats };
            double[][] scores = [.. new[] { found.OnCritical!, found.Base, found.OnRandom! }.Select((policy, done) =>
            {
                double[] own = parts.Scores(policy, poor, options, token);
                run.Report(done + 1, 3, $"{poor.Tasks.Count} poor tasks");
                return own;
            })];
            var fidelity = new StoredFidelity
            {
                Poor = explanation.Poor,
                Random = FidelityTraining.RandomTasks(parts, explanation),
                CriticalScores = scores[0],
                AllScores = scores[1],
                RandomScores = scores[2],
            };
            return new StageResult<StoredFidelity>(fidelity, 3, 0);
        });
        return found;
    }
}
