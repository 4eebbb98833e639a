using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Sweeping;

namespace Xmrl.Cli.Commands;

/// <summary>sweep: the same search for every improvement method, on validation tasks.</summary>
internal static class SweepCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        string[] known = [.. Enum.GetValues<ImprovementMethod>().Select(MethodNames.Series)];
        var path = new Argument<string>("run") { Description = "Run directory with the base policy." };
        var output = new Option<string?>("--out") { HelpName = "folder", Description = "Folder of the sweep; one that holds the same sweep is continued. Left out: the run directory's name with -sweep." };
        var methods = new Option<string?>("--methods") { HelpName = "names", Description = $"Methods, separated by commas; left out: all. {string.Join(", ", known)}." };
        var steps = new Option<string?>("--step-scales") { HelpName = "numbers", Description = "Factors on retrain.outerStepSize, separated by commas; left out: 0.5,1,2." };
        var strengths = new Option<string?>("--strengths") { HelpName = "numbers", Description = "Strengths, separated by commas; left out: 0.5,1,2." };
        var set = new Option<string[]>("--set") { HelpName = "key=value", Description = "Change one value of the run's configuration, such as tasks.validation=50; may be repeated.", Arity = ArgumentArity.OneOrMore };
        Option<int> threads = RunOptions.ThreadsOf(context.Threads);
        var command = new Command("sweep", "Search step size and strength of every improvement method over the same grid, on the validation tasks of a stored base policy.") { path, output, methods, steps, strengths, set, threads };
        command.SetAction(parsed =>
        {
            string run = Path.TrimEndingDirectorySeparator(parsed.GetRequiredValue(path));
            var defaults = new SweepRequest { BaseRun = run };
            SweepRequest request = defaults with
            {
                Methods = parsed.GetValue(methods) is { } names ? [.. names.Split(',').Select(name => Method(name, known))] : defaults.Methods,
                StepScales = parsed.GetValue(steps) is { } scales ? Numbers("--step-scales", scales) : defaults.StepScales,
                Strengths = parsed.GetValue(strengths) is { } values ? Numbers("--strengths", values) : defaults.Strengths,
                Overrides = [.. parsed.GetValue(set) ?? []],
            };
            return Run(parsed, (context, global), request, parsed.GetValue(output) ?? $"{run}-sweep", parsed.GetValue(threads));
        });
        root.Add(command);
        examples[command] = ["sweep runs/drone-seed1", "sweep runs/drone-seed1 --methods xmrl,tw,ma,mr,continued --set tasks.validation=50", "sweep runs/drone-seed1 --strengths 0.3,1,3 --json"];
    }

    /// <summary>Searches, or goes on with a stored sweep, and prints what was found.</summary>
    internal static int Run(ParseResult parsed, (CommandContext Context, GlobalOptions Global) cli, SweepRequest request, string folder, int threads)
    {
        (CommandContext context, GlobalOptions global) = cli;
        bool json = parsed.GetValue(global.Json);
        bool quiet = json || parsed.GetValue(global.Quiet);
        var log = new CliLogger(context.Error.WriteLine, parsed.GetValue(global.Verbose) ? LogLevel.Information : LogLevel.Warning);
        try
        {
            SweepRecord record = new SweepRunner(context.Files.Existing(folder), threads, log) { Processes = context.Processes, Files = context.Files }.Run(
                request,
                (done, all, candidate) =>
                {
                    if (!quiet)
                    {
                        context.Error.WriteLine(string.Join(' ', Cells(candidate).Prepend($"{done}/{all}")));
                    }
                },
                context.Token);
            if (json)
            {
                JsonOutput.Write(context.Output, new { state = "done", exitCode = ExitCode.Ok, folder, sweep = record, settings = record.Settings() });
            }
            else
            {
                Print(context.Output, record, folder);
            }

            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (context.Token.IsCancellationRequested || context.Processes.Size > 1)
        {
            context.Error.WriteLine($"Stopped. Continue with: {context.Program} resume {folder}");
            return ExitCode.Cancelled;
        }
    }

    private static void Print(TextWriter output, SweepRecord record, string folder)
    {
        string[] headers = ["Method", "Step scale", "Strength", "Validation", "95 % interval", "To base", "p"];
        output.WriteLine($"Score: {record.Score} on {record.Candidates[0].Scores.Length} validation tasks; base policy {Number(record.Base)}.");
        TextTable.Write(output, headers, [.. record.Candidates.Select(Cells)]);
        output.WriteLine();
        output.WriteLine("Best of each method:");
        TextTable.Write(output, headers, [.. record.Best().Select(Cells)]);
        output.WriteLine();
        output.WriteLine($"Settings: {string.Join(' ', record.Settings().Select(setting => $"--set {setting}"))}");
        output.WriteLine($"File:   {Path.Combine(folder, "sweep.json")}");
    }

    private static string[] Cells(SweepCandidate candidate) =>
    [
        MethodNames.Of(candidate.Method),
        candidate.StepScale.ToString(CultureInfo.InvariantCulture),
        candidate.Strength.ToString(CultureInfo.InvariantCulture),
        Number(candidate.Mean.Value),
        $"[{Number(candidate.Mean.Low)}, {Number(candidate.Mean.High)}]",
        candidate.ToBase.Interval.Value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture),
        candidate.ToBase.PValue.ToString("g2", CultureInfo.InvariantCulture),
    ];

    private static ImprovementMethod Method(string name, string[] known)
    {
        int at = Array.IndexOf(known, name.Trim());
        return at >= 0 ? Enum.GetValues<ImprovementMethod>()[at] : throw new ConfigurationException($"There is no method {name}.{NearestName.Hint(name, known)}");
    }

    private static ImmutableArray<double> Numbers(string option, string text) =>
    [
        .. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= 0
            ? value
            : throw new ConfigurationException($"{option} is {text}; expected numbers ≥ 0, separated by commas.")),
    ];

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
