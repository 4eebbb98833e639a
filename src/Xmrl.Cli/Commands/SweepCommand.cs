using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Methods;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Statistics;
using Xmrl.Sweeping;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands;

/// <summary>sweep: the same search for every improvement method, on validation tasks.</summary>
internal static class SweepCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var paths = new Argument<string[]>("run")
        {
            Description =
                "Run directory with the base policy; several for a tuning that is good for all of them: the largest mean gain less its "
                    + "standard deviation.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "sweep",
            "Search step size and strength of every improvement method over the same grid, from stored base policies, on a second set "
                + "of validation tasks.")
        {
            paths,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        string[] known = [.. MethodTable.Standard.All.Select(method => method.Series)];
        var output = new Option<string?>("--out")
        {
            HelpName = "folder",
            Description =
                "Folder of the sweep; one that holds the same sweep is continued. Left out: the (first) run directory's name with "
                    + "-sweep. Several runs have a folder each inside.",
        };
        var methods = new Option<string?>("--methods")
        {
            HelpName = "names",
            Description = $"Methods, separated by commas; left out: all. {string.Join(", ", known)}.",
        };
        var steps = new Option<string?>("--step-scales")
        {
            HelpName = "numbers",
            Description =
                "Factors on the length of the outer steps (retrain.tuning.<method>.stepScale), separated by commas; left out: 0.5,1,2.",
        };
        var strengths =
            new Option<string?>("--strengths") { HelpName = "numbers", Description = "Strengths, separated by commas; left out: 0.5,1,2." };
        var tasks = new Option<int>("--tasks")
        {
            HelpName = "number",
            Description = "Tasks on which candidates are scored: a second set of validation tasks.",
            DefaultValueFactory = static _ => 100,
        };
        var set = new Option<string[]>("--set")
        {
            HelpName = "key=value",
            Description = "Change one value of the run's configuration, such as retrain.iterations=30; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int> threads = RunOptions.ThreadsOf(context.Threads);
        foreach (Option option in new Option[] { output, methods, steps, strengths, tasks, set, threads })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string[] runs = [.. parsed.GetRequiredValue(paths).Select(Path.TrimEndingDirectorySeparator)];
            var defaults = new SweepRequest { BaseRun = runs[0] };
            SweepRequest request = defaults with
            {
                Methods = parsed.GetValue(methods) is { } names
                    ? [.. names.Split(',').Select(name => Method(name, known))]
                    : defaults.Methods,
                StepScales = parsed.GetValue(steps) is { } scales ? Numbers("--step-scales", scales) : defaults.StepScales,
                Strengths = parsed.GetValue(strengths) is { } values ? Numbers("--strengths", values) : defaults.Strengths,
                Overrides = [.. parsed.GetValue(set) ?? []],
                Tasks = parsed.GetValue(tasks) is var count && count > 0
                    ? count
                    : throw new ConfigurationException($"--tasks is {count}; expected at least 1."),
            };
            string folder = parsed.GetValue(output) ?? $"{runs[0]}-sweep";
            return runs.Length == 1
                ? Run(new Invocation(parsed, context, global), request, folder, parsed.GetValue(threads))
                : RunAll(
                    new Invocation(parsed, context, global),
                    [.. runs.Select(run => request with { BaseRun = run })], folder, parsed.GetValue(threads));
        });
        examples[command] =
        [
            "sweep runs/drone-seed1", "sweep runs/drone-seed1 runs/drone-seed2 --out runs/sweep --methods xmrl,tw,ma,mr,continued",
            "sweep runs/drone-seed1 --strengths 0.3,1,3 --json",
        ];
    }

    /// <summary>Sweeps from several base policies one after the other; those that are finished are read. Prints their average.</summary>
    private static int RunAll(Invocation invocation, SweepRequest[] requests, string folder, int threads)
    {
        (ParseResult parsed, CommandContext context, GlobalOptions global) = invocation;
        string[] names = [.. requests.Select(request => Path.GetFileName(request.BaseRun))];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ConfigurationException($"The runs are named {string.Join(", ", names)}; their sweeps need different names.");
        }

        var records = new List<SweepRecord>();
        foreach ((int i, SweepRequest request) in requests.Index())
        {
            if (Search(invocation, request, Path.Combine(folder, names[i]), threads) is not { } record)
            {
                context.Error.WriteLine("Stopped. Continue with the same command.");
                return ExitCode.Cancelled;
            }

            records.Add(record);
        }

        var summary = SweepSummary.Of(records);
        string own = RunFiles.Resolve(context.Files.Existing(folder));
        RunFiles.DeleteLeftovers(own);
        string file = Path.Combine(own, SweepSummary.FileName);
        RunJson.Write(file, summary);
        context.Output.Kept = $"The sweeps are stored: {file}";
        if (parsed.GetValue(global.Json))
        {
            JsonOutput.Write(
                context.Output, "sweeps",
                new { state = "done", exitCode = ExitCode.Ok, folder, sweeps = summary, settings = summary.Settings() });
            return ExitCode.Ok;
        }

        string[] headers = ["Method", "Step scale", "Strength", "Gain", "95 % interval", "Worst", "Gain − sd"];
        context.Output.WriteLine(
            $"Score: {summary.Score} on {summary.Request.Tasks} tasks each; base policies "
                + $"{string.Join(", ", summary.Bases.Select(Number))}. Gains are means over {records.Count} runs.");
        TextTable.Write(context.Output, headers, [.. summary.Entries.Select(SweepSummary.Cells)]);
        context.Output.WriteLine();
        context.Output.WriteLine("Best of each method, by the mean gain less its standard deviation over runs:");
        TextTable.Write(context.Output, headers, [.. summary.Best().Select(SweepSummary.Cells)]);
        context.Output.WriteLine();
        context.Output.WriteLine($"Settings: {string.Join(' ', summary.Settings().Select(setting => $"--set {setting}"))}");
        context.Output.WriteLine($"File:   {Path.Combine(folder, SweepSummary.FileName)}");
        return ExitCode.Ok;
    }

    /// <summary>Searches, or goes on with a stored sweep, and prints what was found.</summary>
    internal static int Run(Invocation invocation, SweepRequest request, string folder, int threads)
    {
        (ParseResult parsed, CommandContext context, GlobalOptions global) = invocation;
        if (Search(invocation, request, folder, threads) is not { } record)
        {
            context.Error.WriteLine($"Stopped. Continue with: {context.Program} resume {ShellText.Quote(folder)}");
            return ExitCode.Cancelled;
        }

        context.Output.Kept = $"The sweep is stored: {Path.Combine(folder, "sweep.json")}";
        if (parsed.GetValue(global.Json))
        {
            JsonOutput.Result(context.Output, "sweep", new { folder, sweep = record, settings = record.Settings() });
        }
        else
        {
            Print(context.Output, record, folder);
        }

        return ExitCode.Ok;
    }

    /// <summary>One sweep, with a line per candidate; null where it was stopped.</summary>
    private static SweepRecord? Search(Invocation invocation, SweepRequest request, string folder, int threads)
    {
        (ParseResult parsed, CommandContext context, GlobalOptions global) = invocation;
        bool quiet = parsed.GetValue(global.Json) || parsed.GetValue(global.Quiet);
        var log = new CliLogger(context.Error.WriteLine, parsed.GetValue(global.Verbose) ? LogLevel.Information : LogLevel.Warning);
        try
        {
            return new SweepRunner(
                context.Files.Existing(folder), threads, log)
            { Processes = context.Processes, Files = context.Files }.Run(
                request,
                (done, all, candidate) =>
                {
                    if (!quiet)
                    {
                        context.Error.WriteLine(string.Join(' ', Cells(candidate).Prepend($"{done}/{all}")));
                    }
                },
                context.Token);
        }
        catch (OperationCanceledException) when (context.Token.IsCancellationRequested || context.Processes.Size > 1)
        {
            return null;
        }
    }

    private static void Print(TextWriter output, SweepRecord record, string folder)
    {
        string[] headers = ["Method", "Step scale", "Strength", "Mean", "95 % interval", "To base", "p"];
        output.WriteLine($"Score: {record.Score} on {record.Request.Tasks} tasks; base policy {Number(record.Base)}.");
        TextTable.Write(output, headers, [.. record.Candidates.Select(Cells)]);
        output.WriteLine();
        foreach (SweepCandidate still in record.Candidates.Where(candidate => candidate.Standstill is not null))
        {
            output.WriteLine($"Not chosen: {still.Standstill}");
        }

        output.WriteLine("Best of each method:");
        TextTable.Write(output, headers, [.. record.Best().Select(Cells)]);
        output.WriteLine();
        output.WriteLine($"Settings: {string.Join(' ', record.Settings().Select(setting => $"--set {setting}"))}");
        output.WriteLine($"File:   {Path.Combine(folder, "sweep.json")}");
    }

    private static string[] Cells(SweepCandidate candidate) =>
    [
        MethodTable.Standard[candidate.Method].Title,
        candidate.StepScale.ToString(CultureInfo.InvariantCulture),
        candidate.Strength.ToString(CultureInfo.InvariantCulture),
        Number(candidate.Mean.Value),
        TestWords.Ends(candidate.Mean, Number),
        candidate.ToBase.Interval.Value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture),
        TestWords.PValue(candidate.ToBase.PValue, candidate.ToBase.Status),
    ];

    private static MethodName Method(string name, string[] known)
    {
        return MethodTable.Standard.All.FirstOrDefault(method => method.Series == name.Trim()) is { } found
            ? found.Name
            : throw new ConfigurationException($"There is no method {name}.{NearestName.Hint(name, known)}");
    }

    private static ImmutableArray<double> Numbers(string option, string text) =>
    [
        .. text.Split(',')
        .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            && value >= 0
            ? value
            : throw new ConfigurationException($"{option} is {text}; expected numbers ≥ 0, separated by commas.")),
    ];

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
