using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>The poorly adapted validation tasks, and the training tasks that matter for them.</summary>
/// <param name="scale">The run's configuration.</param>
internal sealed class ExplanationStage(RunScale scale) : IStage
{
    /// <inheritdoc/>
    public string Name => StageBook.Explanation;

    /// <inheritdoc/>
    public StageWork Work
    {
        get
        {
            ImproveConfiguration c = scale.Configuration;
            return (2.0 * c.Tasks.Validation * c.Poor.SelectionRepeats * scale.Reported)
                + ((double)c.Explain.Iterations * (c.Tasks.Training + c.Poor.Count) * scale.Task);
        }
    }

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        ImproveConfiguration configuration = parts.Configuration;
        StoredExplanation explanation = run.Once(parts.Directory.ExplanationPath, () =>
        {
            var explainer = new TaskExplainer(configuration, parts.Learner, parts.Tasks);
            string detail = $"fresh samples of {parts.Tasks.Training.Count + configuration.Poor.Count} tasks";
            StoredExplanation stored = explainer.Explain(
                found.Base, parts.Keys.Explanation, done => run.Report(done, configuration.Explain.Iterations, detail), token);
            return new StageResult<StoredExplanation>(
                stored, configuration.Explain.Iterations, stored.Steps(ExplanationPart.Whole));
        });
        if (explanation.LacksSignal())
        {
            parts.Log.LogWarning("{Message}", StoredExplanation.NoSignal);
        }

        return found with { Explanation = explanation };
    }
}
