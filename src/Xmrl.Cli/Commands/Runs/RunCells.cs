using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing.Tables;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Files;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>Runs as rows of a table.</summary>
internal static class RunCells
{
    /// <summary>Heads of the columns of <see cref="Of"/>.</summary>
    internal static string[] Headers { get; }
        = ["Run", "What", "Learner", "Seed", "State", "Stage", "Progress", "Score", "Started (UTC)", "Time"];

    /// <summary>The cells of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="where">The folder that was looked into.</param>
    internal static string[] Of(RunRow run, string where)
    {
        string name = Path.GetRelativePath(RunFiles.Resolve(where), run.Summary.FullPath);
        string path = name == "." ? where : Path.Combine(where, name);
        return run.Summary.State is not { } state
            ? [path, run.Summary.Problem ?? "", "", "", run.Summary.Status, "", "", "", "", ""]
            :
            [
                path,
                $"{state.Action} {state.Experiment}{(state.Quick ? " (quick)" : "")}",
                run.Learner is { } key ? LearnerTable.TitleOf(key) : "",
                state.Seed.ToString(CultureInfo.InvariantCulture),
                run.Summary.Status,
                run.Summary.Status == "done" ? "" : state.Stage + HeartbeatText.Of(run.Summary),
                run.Progress is { } share ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share):0} %") : "",
                run.Score is { } score ? Number(score) + (run.BestScore is { } best ? $" → {Number(best)}" : "") : "",
                run.Started?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
                run.Seconds is { } seconds ? RunTimes.Span(TimeSpan.FromSeconds(seconds)) : "",
            ];
    }

    private static string Number(double value)
        => value.ToString(Math.Abs(value) < 10 ? "0.000" : Math.Abs(value) < 1000 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
