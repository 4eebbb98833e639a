using System.Collections.Immutable;
using Xmrl.Meta.Learning;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Loop;

/// <summary>What a training writes after every iteration: a line of metrics.jsonl with hashes, a line of progress.csv, and a TensorBoard
/// event.</summary>
internal sealed class TrainingRecord : IDisposable
{
    /// <summary>Name of the mean score on the validation tasks.</summary>
    internal const string ValidationName = "validation_score";

    private static readonly ImmutableArray<string> s_columns =
        [
            "return_before", "return_after", "success_after", "gradient_norm", "outer_status", "interactions", "seconds",
            "sampling_seconds", "advantage_seconds", "gradient_seconds", "outer_seconds",
        ];

    private readonly TrainingPlan _plan;
    private readonly IReadOnlyList<TensorSpec> _tensors;
    private readonly MetricsWriter _metrics;
    private readonly ProgressCsvWriter _progress;
    private readonly TrainingEvents _events;
    private readonly CurveHash _curves;

    /// <summary>Opens the files; lines that a resumed training writes again are dropped. The hash is over the lines that stay, and receives
    /// those that are written; the caller disposes it.</summary>
    internal TrainingRecord(RunDirectory run, TrainingPlan plan, IMetaLearner learner, CurveHash curves, long nextIteration)
    {
        _plan = plan;
        _curves = curves;
        _tensors = learner.Tensors;
        _metrics = MetricsWriter.Open(run.File(plan.MetricsName), nextIteration);
        try
        {
            _progress = ProgressCsvWriter.Open(run.File(ProgressName(plan.MetricsName)), Columns(plan), nextIteration);
        }
        catch
        {
            _metrics.Dispose();
            throw;
        }

        try
        {
            _events = new TrainingEvents(run, plan, learner.Adaptation.Steps, nextIteration);
        }
        catch
        {
            _metrics.Dispose();
            _progress.Dispose();
            throw;
        }
    }

    /// <summary>Mends the files where they are damaged; must come before they are read or opened.</summary>
    /// <returns>What was mended, in sentences.</returns>
    internal static IEnumerable<string> Mend(RunDirectory run, TrainingPlan plan, long nextIteration)
    {
        string metrics = run.File(plan.MetricsName);
        if (CurveMender.MendMetrics(metrics, nextIteration) is { } mended)
        {
            yield return mended;
        }

        IEnumerable<MetricsRow> rows = File.Exists(metrics) ? MetricsReader.Read(metrics) : [];
        if (CurveMender.MendProgress(run.File(ProgressName(plan.MetricsName)), Columns(plan), rows, nextIteration) is { } table)
        {
            yield return table;
        }
    }

    /// <summary>The table of the same training as its metrics.</summary>
    internal static string ProgressName(string metricsName) =>
        Path.ChangeExtension(metricsName.Replace("metrics", "progress", StringComparison.Ordinal), ".csv");

    /// <summary>Whether an iteration ends with a score on the validation tasks.</summary>
    internal bool Validates(long iteration) =>
        _plan.Validate is not null && ((iteration + 1) % _plan.ValidateEvery == 0 || iteration + 1 == _plan.Iterations);

    /// <summary>Writes an iteration; nothing of it where its validation is cancelled.</summary>
    /// <returns>The score on the validation tasks, where it was due.</returns>
    internal double? Write(long iteration, IterationReport report, TrainingTotals total, Real[] theta, CancellationToken token)
    {
        double[] values =
        [
            report.ReturnBefore, report.ReturnAfter, report.SuccessAfter, report.Outer.GradientNorm, (double)report.Outer.Status,
            total.Interactions, report.WallSeconds,
            report.Profile.Sampling, report.Profile.Advantages, report.Profile.Gradients, report.Profile.Outer,
        ];
        IEnumerable<KeyValuePair<string, double>> row = s_columns.Zip(values, KeyValuePair.Create).Concat(Particulars(report));
        double? score = null;
        if (_plan.Validate is { } validate)
        {
            score = Validates(iteration) ? validate(new TrainedPoint(iteration, total.Interactions, theta), token) : null;
            row = score is { } found ? row.Append(KeyValuePair.Create(ValidationName, found)) : row;
            values = [.. values, score ?? double.NaN];
        }

        KeyValuePair<string, double>[] numbers = [.. row];
        KeyValuePair<string, string>[] hashes = [.. ParameterHashes.Of(_tensors, theta, _plan.Training)];
        _metrics.Write(iteration, numbers, hashes);
        _curves.Add(iteration, numbers, hashes);
        _progress.Write(iteration, values);
        _events.Write(iteration, numbers);
        return score;
    }

    /// <summary>Waits until all lines are on the disk, so that no checkpoint is ahead of its metrics.</summary>
    internal void FlushToDisk()
    {
        _metrics.FlushToDisk();
        _progress.FlushToDisk();
        _events.FlushToDisk();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (_events)
        using (_progress)
        {
            _metrics.Dispose();
        }
    }

    /// <summary>What only some learners, outer steps and environments have: in the metrics, not in the table.</summary>
    private static IEnumerable<KeyValuePair<string, double>> Particulars(IterationReport report)
    {
        yield return KeyValuePair.Create("tasks_non_finite", (double)report.NonFinite);
        if (report.Outer.Solve is { } solve)
        {
            yield return KeyValuePair.Create("solver_status", (double)solve);
        }

        if (double.IsFinite(report.Outer.Divergence))
        {
            yield return KeyValuePair.Create("divergence", report.Outer.Divergence);
        }

        if (report.Residual > 0)
        {
            yield return KeyValuePair.Create("adaptations_not_converged", (double)report.NotConverged);
            yield return KeyValuePair.Create("adaptation_residual", report.Residual);
        }

        if (report.Indefinite > 0)
        {
            yield return KeyValuePair.Create("adaptations_indefinite", (double)report.Indefinite);
        }

        if (report.Engine.Seconds > 0)
        {
            yield return KeyValuePair.Create("physics_seconds", report.Engine.Seconds);
            yield return KeyValuePair.Create("unstable_episodes", (double)report.Engine.UnstableEpisodes);
        }

        foreach (KeyValuePair<string, double> figure in report.Figures)
        {
            yield return figure;
        }
    }

    private static ImmutableArray<string> Columns(TrainingPlan plan) => plan.Validate is null ? s_columns : s_columns.Add(ValidationName);
}
