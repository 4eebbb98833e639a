using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing.Tables;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>runs list: what runs there are and where they stand.</summary>
internal static class RunsListCommand
{
    private static readonly string[] s_orders = ["path", "started", "time", "score", "experiment", "learner", "seed", "state", "progress"];

    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "Where to look, also in folders below; left out: the folder runs.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var sort = new Option<string>("--sort")
        {
            HelpName = "column",
            Description = $"{string.Join(", ", s_orders)}; times, scores and progress with the greatest first.",
            DefaultValueFactory = static _ => s_orders[0],
        };
        var csv = new Option<string?>("--csv") { HelpName = "file", Description = "Write the list as CSV too." };
        var command = new Command(
            "list",
            "List stored runs with learner, state, progress, score and time over all resumptions. States: running, done, failed, "
                + "cancelled, or interrupted if the process was killed. Score: base policy, and the best retrained one after an arrow.")
        {
            folder, sort, csv,
        };
        command.SetAction(parsed =>
        {
            string where = parsed.GetValue(folder) ?? context.RunsFolder;
            DateTimeOffset now = context.Time.GetUtcNow();
            RunRow[] runs = [.. Sorted(RunCatalog.Find(where).Select(run => RunRow.Of(run, now)), parsed.GetRequiredValue(sort))];
            if (parsed.GetValue(csv) is { } file)
            {
                CsvText.Write(file, Columns, runs.Select(Record));
            }

            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(context.Output, "runs-list", new { runs = runs.Select(Document) });
            }
            else if (runs.Length == 0)
            {
                context.Output.WriteLine($"There are no runs in {where}.");
            }
            else
            {
                TextTable.Write(context.Output, RunCells.Headers, [.. runs.Select(run => RunCells.Of(run, where))]);
                foreach (RunRow run in runs.Where(static run => run.Summary.State is not null && run.Problem is not null))
                {
                    context.Output.WriteLine($"{RunCells.Of(run, where)[0]}: {run.Problem}");
                }
            }

            return ExitCode.Ok;
        });
        parent.Add(command);
        examples[command] = ["runs list", "runs list --sort score", "runs list runs --csv runs.csv"];
    }

    private static string[] Columns { get; } =
    [
        "run", "action", "experiment", "quick", "learner", "seed", "state", "stage", "progress", "score_name", "score", "best_score",
        "started", "seconds",
    ];

    private static IEnumerable<RunRow> Sorted(IEnumerable<RunRow> runs, string order) => order switch
    {
        "path" => runs,
        "started" => runs.OrderByDescending(static run => run.Started ?? DateTimeOffset.MinValue),
        "time" => runs.OrderByDescending(static run => run.Seconds ?? double.MinValue),
        "score" => runs.OrderByDescending(static run => Math.Max(run.Score ?? double.MinValue, run.BestScore ?? double.MinValue)),
        "progress" => runs.OrderByDescending(static run => run.Progress ?? double.MinValue),
        "experiment" => runs.OrderBy(static run => run.Summary.State?.Experiment, StringComparer.Ordinal),
        "learner" => runs.OrderBy(static run => run.Learner, StringComparer.Ordinal),
        "seed" => runs.OrderBy(static run => run.Summary.State?.Seed),
        "state" => runs.OrderBy(static run => run.Summary.Status, StringComparer.Ordinal),
        _ => throw new ConfigurationException($"--sort is {order}.{NearestName.Hint(order, s_orders)}"),
    };

    private static object Document(RunRow run) => new
    {
        run.Summary.FullPath,
        run.Summary.Status,
        run.Summary.State,
        run.Summary.Heartbeat,
        run.Problem,
        run.Learner,
        run.Progress,
        run.Score,
        run.BestScore,
        run.ScoreName,
        run.Started,
        run.Seconds,
    };

    private static string[] Record(RunRow run) =>
    [
        run.Summary.FullPath,
        run.Summary.State?.Action ?? "",
        run.Summary.State?.Experiment ?? "",
        run.Summary.State is { } state ? state.Quick ? "true" : "false" : "",
        run.Learner ?? "",
        run.Summary.State?.Seed.ToString(CultureInfo.InvariantCulture) ?? "",
        run.Summary.Status,
        run.Summary.State?.Stage ?? "",
        Text(run.Progress),
        run.ScoreName ?? "",
        Text(run.Score),
        Text(run.BestScore),
        run.Started?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "",
        Text(run.Seconds),
    ];

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
