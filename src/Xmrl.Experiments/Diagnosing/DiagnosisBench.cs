using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Xmrl.Diagnosis.Probes;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Diagnosing;

/// <summary>Tasks, scores, gradients and short trainings of a run, for its diagnosis.</summary>
/// <param name="configuration">The run's configuration.</param>
/// <param name="parts">What its learner is made of.</param>
/// <param name="parameters">The base policy θ; not changed. Shape [P].</param>
/// <param name="key">Random numbers.</param>
/// <param name="log">Told which short trainings failed.</param>
internal sealed class DiagnosisBench(
    ImproveConfiguration configuration, LearnerParts parts, Real[] parameters, RandomKey key, ILogger log) : IDiagnosisBench, IDisposable
{
    private readonly Dictionary<LearnerSettings, IMetaLearner> _learners = [];

    /// <inheritdoc/>
    public long Interactions { get; private set; }

    /// <inheritdoc/>
    public AdaptationChange Adaptation => new(configuration.Scoring.AdaptationTrajectories, configuration.ScoredSteps, 1);

    /// <inheritdoc/>
    public IReadOnlyList<AdaptationChange> Changes
        => Adaptation.Others(factor => configuration.Meta.Learner.WithInnerStep(factor) is not null, AdaptsToFresh);

    /// <inheritdoc/>
    public bool AdaptsToFresh => !configuration.Meta.Learner.AdaptsToStored;

    /// <inheritdoc/>
    public MdpTask Sample(int index) => parts.Family.SampleTask(key.Derive(RandomPurpose.TaskSampling), index);

    /// <inheritdoc/>
    public double[] Score(Real[] theta, IReadOnlyList<MdpTask> tasks, AdaptationChange adaptation, CancellationToken token)
        => Score(
            Learner(adaptation.StepFactor == 1 ? null : configuration.Meta.Learner.WithInnerStep(adaptation.StepFactor)), theta, tasks,
            adaptation, token);

    /// <inheritdoc/>
    public double[]? ScoreFrom(IReadOnlyList<MdpTask> tasks, string source, CancellationToken token)
        => configuration.Meta.Learner.AdaptingFrom(source) is { } own ? Score(Learner(own), parameters, tasks, Adaptation, token) : null;

    private double[] Score(
        IMetaLearner learner, Real[] theta, IReadOnlyList<MdpTask> tasks, AdaptationChange adaptation, CancellationToken token)
    {
        EvaluationOptions options = configuration.Scoring.ReportedOnly(adaptation.Steps) with
        {
            AdaptationTrajectories = adaptation.Trajectories,
            Repeats = configuration.Poor.SelectionRepeats,
        };
        TaskScores[] scores = new AdaptationEvaluator(learner).Evaluate(
            theta, tasks, options, key.Derive(RandomPurpose.Evaluation), token);
        double[] reported = [.. scores.Select(configuration.Scoring.Score)];
        NumericalFailure.Check(reported, index => $"The score of task {tasks[index].Index} in the diagnosis");
        Interactions += scores.Sum(task => task.Interactions)
            + (tasks.Count * options.Repeats * AdaptationCost.Scoring(options, parts.Family.Spec.Horizon));
        return reported;
    }

    /// <inheritdoc/>
    public Real[] Train(Arm arm, CancellationToken token)
    {
        int iterations = arm.IsLong ? configuration.LongProbeIterations : configuration.ProbeIterations;
        OuterSchedule schedule = configuration.Meta.Learner.Schedule(iterations) with { Scale = configuration.Diagnose.StepShare };
        IMetaTraining training = Learner().Begin(arm.IsFresh ? New() : [.. parameters], schedule);
        for (int k = 0; k < iterations; k++)
        {
            RandomKey own = key.Derive(RandomPurpose.OuterRollout).Derive(k);
            IterationReport report = training.Iterate(ArmDraw.Of(arm, configuration.ProbeTasks, own), own, token);
            Interactions += AdaptsToFresh ? report.Interactions : 0;
            if (report.Outer.Status is OuterStatus.NonFiniteGradient or OuterStatus.NonFiniteStep)
            {
                log.LogWarning("Diagnosis, {Probe}, iteration {Iteration}: {Detail}", ProbeWords.Of(arm.Probe), k, report.Outer.Detail);
                break;
            }
        }

        return training.Parameters;
    }

    /// <inheritdoc/>
    public double[][]? Gradients(IReadOnlyList<MdpTask> tasks, RandomKey own, CancellationToken token)
    {
        if (Learner().Influence is not { } source)
        {
            return null;
        }

        using ITaskGradients drawn = source.Draw(parameters, tasks, own, token);
        Interactions += drawn.Interactions;
        return drawn.Gradients;
    }

    /// <summary>Gives back what the learners hold.</summary>
    public void Dispose()
    {
        foreach (IMetaLearner learner in _learners.Values)
        {
            learner.Dispose();
        }
    }

    private Real[] New()
    {
        var start = new Real[parameters.Length];
        Learner().Initialize(key.Derive(RandomPurpose.Initialization), start);
        return start;
    }

    /// <summary>The learner of other settings; null for the run's.</summary>
    private IMetaLearner Learner(LearnerSettings? other = null)
        => CollectionsMarshal.GetValueRefOrAddDefault(_learners, other ?? configuration.Meta.Learner, out _)
            ??= (other ?? configuration.Meta.Learner).Create(parts);
}
