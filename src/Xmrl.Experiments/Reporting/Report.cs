using Xmrl.Diagnosis;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Reporting;

/// <summary>The report of a run, made from its files alone: the same files give the same report, wherever and whenever it is made.
/// </summary>
internal static class Report
{
    /// <summary>Makes the data of a run's report. Nothing is computed again: no environment is built, and no policy acts.</summary>
    /// <param name="run">The run; one that has not finished gives a report of what is done, which says what is missing.</param>
    /// <param name="methods">The methods that the run may name; null for those of this program.</param>
    /// <param name="metrics">Reads the metrics of a series, thinned where they are many; null for all rows of its file.</param>
    /// <returns>The data.</returns>
    /// <exception cref="InvalidDataException">A file of the run is not valid, or two of them do not fit each other.</exception>
    public static ReportData Of(
        RunDirectory run, MethodTable? methods = null, Func<string, IEnumerable<MetricsRow>>? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        var record = new ReportRecord(run, methods ?? MethodTable.Standard, metrics);
        RunDescription description = record.Description;
        return new ReportData
        {
            Identity = IdentityPart.Of(record),
            Score = description.Score,
            Protocol = description.Protocol,
            Scene = description.Scene,
            Tasks = TaskPart.Of(record),
            Stages =
            [
                .. record.Stages.Select(entry => new ReportStage
                {
                    Name = entry.Name,
                    Iterations = entry.Iterations,
                    Interactions = entry.Interactions,
                    Seconds = entry.Seconds,
                }),
            ],
            Profile = CurvePart.Profile(record),
            Curves = CurvePart.Of(record),
            Adaptation = CurvePart.Adaptation(record),
            Explanation = record.Explanation?.Explanation is { } found
                ? new ReportExplanation
                {
                    Method = found.Method.ToString(),
                    ReplicateCorrelation = MethodPart.Finite(found.Agreement.MeanPairwiseSpearman),
                    SolverStatus = found.Solver.Length == 0 ? null : found.Solver,
                    UniformWeight = 0,
                }
                : null,
            Diagnosis = DiagnosisPart.Of(record),
            Augmentation = AugmentationPart.Of(record),
            Methods = MethodPart.Of(record),
            ControlName = record.Evaluation?.Methods.FirstOrDefault(row => row.Name == description.Control)?.Name,
            PerTask = MethodPart.PerTask(record),
            Episodes = record.Episodes?.Episodes ?? [],
            Replays = record.Episodes?.Replays,
        };
    }

    /// <summary>Whether a run has everything that its report shows, so that the report stays as it is.</summary>
    /// <param name="run">The run.</param>
    public static bool IsFinished(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Manifest.IsWhole(run.EvaluationPath)
            && new StageBook(run).Entries.Any(entry => entry.Name == EvaluationStage.Title);
    }

    /// <summary>The files that decide the figures of a run's report.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Paths, also of files that the run does not have.</returns>
    /// <exception cref="InvalidDataException">The run's description is not valid.</exception>
    public static IReadOnlyList<string> Sources(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return
        [
            run.ConfigurationPath, run.TasksPath, run.File(RunDescription.FileName), run.ExplanationPath, run.EvaluationPath,
            run.File(StoredEpisodes.FileName), run.File(StoredConfirmation.FileName), run.File(PlantedFinding.FileName),
            run.File(StoredDiagnosis.FileName),
            .. RunDescription.Read(run)?.Methods.Select(method => ReportRecord.MixingPath(run, method)) ?? [],
        ];
    }
}
