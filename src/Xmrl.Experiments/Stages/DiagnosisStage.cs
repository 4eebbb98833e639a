using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Probes;
using Xmrl.Experiments.Diagnosing;
using Xmrl.Experiments.Improvement;

namespace Xmrl.Experiments.Stages;

/// <summary>Why the poor tasks fail, and one remedy; goes to diagnosis.json.</summary>
/// <param name="scale">The run's configuration.</param>
internal sealed class DiagnosisStage(RunScale scale) : IStage
{
    /// <summary>Name of the stage.</summary>
    internal const string Title = "Diagnosis";

    /// <summary>Trainings of a diagnosis whose first kind needs all probes but one.</summary>
    private const double TypicalTrainings = 3;

    /// <inheritdoc/>
    public string Name => Title;

    /// <inheritdoc/>
    public StageWork Work
    {
        get
        {
            ImproveConfiguration c = scale.Configuration;
            DiagnosisSettings settings = c.Diagnose;
            return (TypicalTrainings * c.ProbeIterations * c.ProbeTasks * scale.Task)
                + (2 * (TypicalTrainings + 1) * settings.Tasks * c.Poor.SelectionRepeats * scale.Reported);
        }
    }

    /// <summary>The stage, where a method of the run is prescribed by it.</summary>
    public static IEnumerable<IStage> Of(RunScale scale)
        => scale.Retrained.Any(method => method.ChosenBy is not null) ? [new DiagnosisStage(scale)] : [];

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        if (found.Explanation is not { } explanation)
        {
            return found;
        }

        StoredDiagnosis diagnosis = run.Once(parts.Directory.File(StoredDiagnosis.FileName), () =>
        {
            using var bench = new DiagnosisBench(parts.Configuration, parts.LearnerParts, found.Base, parts.Keys.Diagnosis, parts.Log);
            int done = 0;
            int probes = Enum.GetValues<ProbeName>().Length;
            run.Report(1, probes + 2, "failing tasks");
            StoredDiagnosis stored = RunDiagnosis.Of(
                parts.Configuration, bench, parts.Family.Spec,
                probe => run.Report(1 + Math.Min(++done, probes), probes + 2, probe)).Diagnose(
                    found.Base, RunDiagnosis.Failing(parts.Configuration, parts.Tasks, explanation), parts.Keys.Diagnosis, token);
            run.Report(probes + 2, probes + 2, "cause and remedy");
            return new StageResult<StoredDiagnosis>(stored, stored.Kinds.Count, stored.Interactions);
        });
        return found with { Diagnosis = diagnosis };
    }
}
