using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Explain.Influence;
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
                + (c.Explain.Iterations * (c.Meta.Learner.HasTaskGradients ? c.Tasks.Training + c.Poor.Count : Continued(c))
                    * scale.Task);
        }
    }

    /// <summary>Tasks that the continuations of a replicate train on.</summary>
    private static double Continued(ImproveConfiguration c)
    {
        ContinuationOptions options = EstimatorFactory.Continuation(c.Explain, c.Meta.Learner, c.Retrain.Iterations);
        return (1.0 + options.Groups) * options.Iterations * c.Meta.TasksPerIteration;
    }

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        ImproveConfiguration configuration = parts.Configuration;
        StoredExplanation explanation = run.Once(parts.Directory.ExplanationPath, () =>
        {
            var explainer = new TaskExplainer(configuration, parts.Learner, parts.Tasks);
            string detail = configuration.Meta.Learner.HasTaskGradients
                ? $"fresh samples of {parts.Tasks.Training.Count + configuration.Poor.Count} tasks"
                : $"continued training, without {ContinuationOptions.DefaultGroups} groups in turn";
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
