using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Statistics;
using Xmrl.Training.Evaluation;

namespace Xmrl.Comparing.Tables;

/// <summary>The rows of the tidy tables.</summary>
internal static class TidyRows
{
    /// <summary>One row per run: where it stands, its score on test tasks, and what it took.</summary>
    internal static IEnumerable<string[]> Run(TidyRun run)
    {
        StoredEvaluation? evaluation = run.Evaluation;
        string[] score = evaluation is null ? ["", "", "", ""] : [evaluation.Score, .. Ends(evaluation.Methods[0].Mean)];
        return
        [
            [
                run.Summary.Status, run.Values.GetValueOrDefault("environment", ""), .. score,
                Text(run.Stages.Entries.Sum(static entry => entry.Iterations)),
                Text(run.Stages.Entries.Sum(static entry => entry.Interactions)),
                Text(run.Stages.Entries.Sum(static entry => entry.Seconds)),
            ],
        ];
    }

    /// <summary>One row per number of an iteration of a training.</summary>
    internal static IEnumerable<string[]> Metrics(TidyRun run)
        => run.Directory.Series().SelectMany(series => run.Directory.ReadMetrics(series).SelectMany(row => Of(series, row)));

    /// <summary>One row per method and test task.</summary>
    internal static IEnumerable<string[]> Tasks(TidyRun run) => run.Evaluation is not { } evaluation
        ? []
        : evaluation.Methods.SelectMany(method => method.Scores.Select((score, task) => new[]
        {
            method.Name, Text(task), evaluation.PoorTest.Contains(task) ? "true" : "false", evaluation.Score, Text(score),
        }));

    /// <summary>One row per method and adaptation step that was scored.</summary>
    internal static IEnumerable<string[]> Adaptation(TidyRun run) => run.Evaluation is not { } evaluation
        ? []
        : evaluation.Adaptation.SelectMany(curve => curve.Scores
            .Select((score, step) => new[] { curve.Method, Text(step), evaluation.Score, Text(score) })
            .Where((_, step) => double.IsFinite(curve.Scores[step])));

    /// <summary>One row per method, kind of tasks and reference.</summary>
    internal static IEnumerable<string[]> Comparisons(TidyRun run)
    {
        foreach (MethodSummary method in run.Evaluation?.Methods ?? [])
        {
            foreach ((string tasks, string reference, PairedDifference? found) in new[]
            {
                ("all", "base", method.ToBase), ("poor", "base", method.PoorToBase), ("other", "base", method.NonPoorToBase),
                ("all", "continued", method.ToControl), ("poor", "continued", method.PoorToControl),
            })
            {
                if (found is { } difference)
                {
                    yield return
                    [
                        method.Name, tasks, reference, run.Evaluation!.Score, .. Ends(difference.Interval), Text(difference.PValue),
                    ];
                }
            }
        }
    }

    /// <summary>One row per fresh task, adaptation step and kind of actions of every stored evaluation.</summary>
    internal static IEnumerable<string[]> Evaluations(TidyRun run) => run.Directory.Evaluations().SelectMany(path =>
        Of(RunJson.Read<RunEvaluation>(path)).Select(row => (string[])[Path.GetFileName(path), .. row]));

    /// <summary>Heads of the columns of <see cref="Of(RunEvaluation)"/>.</summary>
    internal static string[] EvaluationColumns { get; }
        = ["method", "evaluation_seed", "task", "step", "actions", "score_name", "score"];

    /// <summary>The rows of an evaluation, by method, seed, task, step and actions.</summary>
    /// <param name="evaluation">The evaluation.</param>
    internal static IEnumerable<string[]> Of(RunEvaluation evaluation)
    {
        foreach (TaskCurve task in evaluation.Tasks)
        {
            foreach ((string actions, double[] scores) in new[] { ("sampled", task.Sampled), ("mean", task.MeanActions) })
            {
                for (int step = 0; step < scores.Length; step++)
                {
                    yield return
                    [
                        evaluation.Method, evaluation.Seed.ToString(CultureInfo.InvariantCulture), Text(task.Index), Text(step), actions,
                        evaluation.Score, Text(scores[step]),
                    ];
                }
            }
        }
    }

    /// <summary>One row per seed of a cell of a reproduction.</summary>
    internal static IEnumerable<string[]> Cells(TidyRun run)
    {
        string path = run.Directory.File(ReproductionResult.FileName);
        if (!run.IsReproduction || !File.Exists(path))
        {
            yield break;
        }

        ReproductionResult result = RunJson.Read<ReproductionResult>(path);
        foreach (CellResult cell in result.Cells)
        {
            foreach ((ulong seed, double value) in cell.Seeds.Zip(cell.Values))
            {
                yield return
                [
                    run.Summary.FullPath, result.Reproduction, cell.Row, cell.Column, seed.ToString(CultureInfo.InvariantCulture),
                    Text(value), Text(cell.Mean), Text(cell.Interval?.Low), Text(cell.Interval?.High), Text(cell.Paper?.Mean),
                    cell.Verdict?.ToWords() ?? "",
                ];
            }
        }
    }

    private static IEnumerable<string[]> Of(string series, MetricsRow row)
        => row.Values.Select(value => new[] { series.Length == 0 ? "base" : series, Text(row.Iteration), value.Key, Text(value.Value) });

    private static string[] Ends(Interval interval) => [Text(interval.Value), Text(interval.Low), Text(interval.High)];

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
