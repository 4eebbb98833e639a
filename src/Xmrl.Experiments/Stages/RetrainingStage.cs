using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Stages;

/// <summary>Retrains the base policy by one method.</summary>
/// <param name="scale">The run's configuration.</param>
/// <param name="method">The method.</param>
internal sealed class RetrainingStage(RunScale scale, Method method) : IStage
{
    /// <inheritdoc/>
    public string Name => $"Retraining: {method.Title}";

    /// <inheritdoc/>
    public StageWork Work
    {
        get
        {
            RetrainSettings settings = scale.Configuration.Retrain;
            return ((double)settings.Iterations * Iteration)
                + scale.Validations(settings.Iterations, settings.Validations);
        }
    }

    /// <summary>The work of one iteration.</summary>
    private StageWork Iteration
        => ((2.0 * scale.Configuration.Explain.CriticalTasks) + scale.Configuration.Retrain.OtherTasks) * scale.Task;

    /// <summary>A stage for every method.</summary>
    public static IEnumerable<IStage> Of(RunScale scale) => scale.Retrained.Select(method => new RetrainingStage(scale, method));

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        if (found.Repairable is not { } explanation)
        {
            return found;
        }

        if (method.IsPrescription && found.Diagnosis?.Chosen?.Prescription.Adaptation is { } change)
        {
            return found with { Policies = [.. found.Policies, new MetaPolicy(method, found.Base) { Adaptation = change }] };
        }

        if (Chosen(found) is not { } chosen)
        {
            return found;
        }

        RetrainSettings settings = Charged(parts, found);
        MethodContext context = parts.Context(chosen, explanation, found.Laws.GetValueOrDefault(chosen.Name)) with { Retrain = settings };
        if (chosen.Tasks(context) is not { } tasks)
        {
            parts.Log.LogWarning(
                "{Method} needs a distance between tasks, which {Environment} does not define: left out.", method.Title,
                parts.Family.Spec.Id);
            return found;
        }

        MetaSettings meta = parts.Configuration.Meta;
        bool isWatched = settings.Validations > 0;
        using IMetaLearner? own = chosen.Regularization(context) is { } regularization
            ? meta.Learner.Create(parts.LearnerParts with { Regularization = regularization })
            : null;
        TrainingResult result = run.Train(
            new TrainingPlan
            {
                Series = method.Training.Series,
                MetricsName = method.Training.MetricsName,
                Training = (own ?? parts.Learner).Begin(
                    found.Base, Schedule(chosen, context)),
                Iterations = settings.Iterations,
                OnFailure = meta.OnFailure,
                Tasks = key => tasks.Draw(parts.Policy, key),
                Key = parts.Keys.Retraining,
                Validate = isWatched ? parts.Validate : null,
                ReturnsBeyond = isWatched ? parts.ReturnsBeyond : null,
                ValidateEvery = RunScale.ValidateEvery(settings.Iterations, settings.Validations),
            },
            Iteration,
            token);
        return found with
        {
            Policies = [.. found.Policies, new MetaPolicy(method, result.Parameters)],
            Totals = [.. found.Totals, result.Totals],
        };
    }

    /// <summary>The outer steps. A prescription takes those of the probe that showed what they do; other methods their own.</summary>
    private OuterSchedule Schedule(Method chosen, MethodContext context) => method.ChosenBy is null
        ? chosen.Schedule(context) ?? context.Retrain.Schedule(context.Retrain.Tuning[chosen.Name].StepScale)
        : context.Meta.Learner.Schedule(context.Retrain.Iterations) with { Scale = scale.Configuration.Diagnose.StepShare };

    /// <summary>The settings, with the iterations that the environment steps of the diagnosis would have paid for.</summary>
    private RetrainSettings Charged(RunParts parts, ImprovementFindings found)
    {
        ImproveConfiguration configuration = parts.Configuration;
        RetrainSettings settings = configuration.Retrain;
        if (!settings.ChargeDiagnosis || method.ChosenBy is not null || found.Diagnosis is not { } diagnosis)
        {
            return settings;
        }

        double iteration = ((2.0 * configuration.Explain.CriticalTasks) + settings.OtherTasks)
            * configuration.Meta.Learner.Load(parts.Family.Spec.Horizon).Steps;
        return settings with { Iterations = settings.Iterations + (int)Math.Round(diagnosis.Interactions / iteration) };
    }

    /// <summary>The method, or the one that the diagnosis puts in its place; null where it puts none.</summary>
    private Method? Chosen(ImprovementFindings found)
        => method.ChosenBy is not { } choose ? method : found.Diagnosis is { } diagnosis ? choose(diagnosis) : null;
}
