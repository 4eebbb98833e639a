using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>Learns the law of the mixing coefficients of a method.</summary>
/// <param name="scale">The run's configuration.</param>
/// <param name="method">A method that needs a learned law.</param>
internal sealed class MixingStage(RunScale scale, Method method) : IStage
{
    /// <summary>Gradients that take as long as the sensitivity of one sample: measured on the drone.</summary>
    private const double SensitivityPasses = 7;

    /// <inheritdoc/>
    public string Name => $"Augmentation: {method.Title}";

    /// <summary>Mixed samples are states of their own: as many again as the critical tasks' own. Their sensitivities to the coefficients
    /// are gradients of gradients.</summary>
    public StageWork Work
    {
        get
        {
            ImproveConfiguration c = scale.Configuration;
            StageWork task = scale.TaskOf(c.Augment.Trajectories is { } fewer ? c.Meta.Learner.WithTrajectories(fewer) : c.Meta.Learner);
            double critical = (double)c.Augment.Sets * c.Explain.CriticalTasks;
            var sensitivities = new StageWork(0, SensitivityPasses * critical * task.Samples);
            return (double)c.Augment.Iterations * c.Augment.Draws
                * ((((2 * critical) + c.Augment.OtherTasks) * task) + sensitivities);
        }
    }

    /// <summary>A stage for every method that needs a learned law.</summary>
    public static IEnumerable<IStage> Of(RunScale scale)
        => scale.Retrained.Where(method => method.LearnsLaw).Select(method => new MixingStage(scale, method));

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        if (found.Repairable is not { } explanation || method.Critical(parts.Context(method, explanation)) is not { } critical)
        {
            return found;
        }

        StoredMixing law = run.Once(
            parts.Directory.File($"mixing-{method.Series}.json"), () => Learn(run, found.Base, critical, token));
        return found with { Laws = found.Laws.SetItem(method.Name, law) };
    }

    private StageResult<StoredMixing> Learn(StageRun run, Real[] parameters, int[] critical, CancellationToken token)
    {
        RunParts parts = run.Parts;
        MixingOptions options = EstimatorFactory.Mixing(parts.Configuration.Augment);
        var initial = new double[options.Law.ParameterCount];
        options.Law.Initialize(initial);
        using IMetaLearner? smaller = parts.Configuration.Augment.Trajectories is { } trajectories
            ? parts.Configuration.Meta.Learner.WithTrajectories(trajectories).Create(parts.LearnerParts)
            : null;
        MixingResult result;
        try
        {
            result = new MixingLearner(Mixed(smaller ?? parts.Learner), options).Learn(
                parameters,
                [.. critical.Select(position => parts.Tasks.Training[position])],
                [.. Enumerable.Range(0, parts.Tasks.Training.Count).Except(critical).Select(position => parts.Tasks.Training[position])],
                parts.Keys.Mixing,
                done => run.Report(done, options.Iterations, $"{options.Sets} sets of coefficients"),
                token);
        }
        catch (ArgumentException error) when (error.ParamName is "means" or "standardDeviations")
        {
            throw NumericalFailure.Of($"{Name}, the posterior of the meta-parameters", error);
        }

        var stored = new StoredMixing
        {
            Critical = critical,
            Initial = initial,
            Parameters = result.Parameters,
            Iterations = result.Iterations,
            Interactions = result.Interactions,
        };
        return new StageResult<StoredMixing>(stored, options.Iterations, result.Interactions);
    }

    /// <summary>The learner, as one whose samples can be mixed.</summary>
    private GradientLearner Mixed(IMetaLearner learner) => learner as GradientLearner
        ?? throw new ConfigurationException(
            $"{method.Title} mixes visited states, and the learner does not adapt by gradient steps on single states: a mixed state has no "
                + $"history. Leave {method.Title} out of retrain.methods.");
}
