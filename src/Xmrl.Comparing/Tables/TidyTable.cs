using System.Collections.Immutable;

namespace Xmrl.Comparing.Tables;

/// <summary>A table with one observation per row: docs/run-record.md describes each.</summary>
/// <param name="Name">Name of its file, without the extension.</param>
/// <param name="Columns">Heads of its columns.</param>
/// <param name="Rows">The rows of a run.</param>
internal sealed record TidyTable(string Name, ImmutableArray<string> Columns, Func<TidyRun, IEnumerable<string[]>> Rows)
{
    private static readonly string[] s_run = ["run", "experiment", "action", "learner", "seed", "quick"];

    /// <summary>All tables.</summary>
    internal static ImmutableArray<TidyTable> All { get; } =
    [
        Of("runs", ["state", "environment", "score_name", "score", "low", "high", "iterations", "environment_steps", "seconds"],
            TidyRows.Run),
        Of("metrics", ["series", "iteration", "metric", "value"], TidyRows.Metrics),
        Of("tasks", ["method", "task", "poor", "score_name", "score"], TidyRows.Tasks),
        Of("adaptation", ["method", "step", "score_name", "score"], TidyRows.Adaptation),
        Of("comparisons", ["method", "tasks", "reference", "score_name", "difference", "low", "high", "p"], TidyRows.Comparisons),
        Of("evaluations", ["file", .. TidyRows.EvaluationColumns], TidyRows.Evaluations),
        new("tables",
            ["folder", "reproduction", "row", "column", "seed", "value", "mean", "low", "high", "paper", "verdict"], TidyRows.Cells),
    ];

    private static TidyTable Of(string name, string[] columns, Func<TidyRun, IEnumerable<string[]>> rows)
        => new(name, [.. s_run, .. columns], run => run.IsReproduction ? [] : rows(run).Select(row => (string[])[.. run.Names, .. row]));
}
