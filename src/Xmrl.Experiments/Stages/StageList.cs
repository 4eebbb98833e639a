using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Stages;

/// <summary>The stages of a run, in their order.</summary>
/// <param name="all">Stages of different names.</param>
internal sealed class StageList(IReadOnlyList<IStage> all)
{
    /// <summary>The stages.</summary>
    public IReadOnlyList<IStage> All => all;

    /// <summary>Environment steps of all stages, if no episode ends early.</summary>
    public double Steps => all.Sum(stage => stage.Work.Steps);

    /// <summary>The stages of a run.</summary>
    /// <param name="scale">Its configuration, methods and environment.</param>
    /// <param name="action">Whether it trains alone or improves.</param>
    /// <returns>The stages.</returns>
    public static StageList Of(RunScale scale, ExperimentAction action) => new(action == ExperimentAction.Improve
        ?
        [
            new TrainingStage(scale),
            new ExplanationStage(scale),
            .. FidelityStage.Of(scale),
            .. DiagnosisStage.Of(scale),
            .. MixingStage.Of(scale),
            .. RetrainingStage.Of(scale),
            .. ConfirmationStage.Of(scale),
            new EvaluationStage(scale, scale.Retrained.Count()),
        ]
        :
        [
            new TrainingStage(scale),
            new EvaluationStage(scale, retrained: 0),
        ]);

    /// <summary>Share of the run that is done while a stage is at work.</summary>
    /// <param name="index">The stage's number, from 0.</param>
    /// <param name="within">Share of the stage, in [0, 1].</param>
    public double Share(int index, double within)
    {
        double whole = Typical(all);
        return whole > 0 ? Math.Clamp((Typical(all.Take(index)) + (Typical([all[index]]) * within)) / whole, 0, 1) : 0;

        static double Typical(IEnumerable<IStage> stages)
            => stages.Sum(stage => stage.Work.InSteps(StageWork.TypicalStepsPerSample));
    }

    /// <summary>Environment steps of a stage; 0 if the run has none of the name.</summary>
    public double StepsOf(string name) => all.Where(stage => stage.Name == name).Sum(stage => stage.Work.Steps);

    /// <summary>The work that is left of the stages from one on.</summary>
    /// <param name="parts">The run.</param>
    /// <param name="from">Its number, from 0.</param>
    public StageWork Left(RunParts parts, int from = 0)
        => all.Skip(from).Aggregate(default(StageWork), (sum, stage) => sum + ((1 - stage.Done(parts)) * stage.Work));

    /// <summary>Runs the stages, each from what the run has stored of it.</summary>
    /// <param name="parts">The run.</param>
    /// <param name="progress">Told of progress.</param>
    /// <param name="token">Saves and throws when cancelled.</param>
    /// <returns>What they found.</returns>
    public ImprovementFindings Run(RunParts parts, IProgress<StageProgress> progress, CancellationToken token)
    {
        var found = new ImprovementFindings();
        var clock = new WorkClock(TimeProvider.System, static () => Environment.CpuUsage.TotalTime);
        foreach ((int index, IStage stage) in all.Index())
        {
            clock.Enter(stage.Work, stage.Done(parts), Left(parts, index + 1));
            found = stage.Run(new StageRun(parts, this, index, progress) { Clock = clock }, found, token);
        }

        return found;
    }
}
