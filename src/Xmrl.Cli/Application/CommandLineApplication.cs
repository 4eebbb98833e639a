using System.CommandLine;
using System.CommandLine.Help;
using Xmrl.Cli.Commands;
using Xmrl.Cli.Commands.Completion;
using Xmrl.Cli.Commands.Config;
using Xmrl.Cli.Commands.Data;
using Xmrl.Cli.Commands.Lists;
using Xmrl.Cli.Commands.Runs;
using Xmrl.Cli.Commands.Starting;
using Xmrl.Cli.Commands.Watching;
using Xmrl.Cli.Rendering;
using Xmrl.Cli.Settings;
using Xmrl.Numerics.Parallel;
using Xmrl.Training.Configuration;
using Xmrl.Training.Sources;

namespace Xmrl.Cli.Application;

/// <summary>Parses the command line, runs the command and turns whatever happens into an exit code and a sentence.</summary>
internal static class CommandLineApplication
{
    /// <summary>Commands whose work is divided over processes; all others are done by rank 0 alone.</summary>
    private static readonly string[] s_shared =
        ["improve", "train", "reproduce", "sweep", "resume", "explain", "diagnose", "evaluate", "bench"];

    /// <summary>Commands that save what they did before they stop, or that have a claim on a file to give back. All others have nothing to
    /// lose, and stop at once.</summary>
    private static readonly string[] s_saving =
        ["improve", "train", "reproduce", "sweep", "resume", "explain", "diagnose", "evaluate", "import"];

    internal static int Run(string[] arguments, CommandContext context)
    {
        context = context with { Output = context.Output.Plain(), Error = context.Error.Plain(), Arguments = arguments };
        if (IsVersion(arguments))
        {
            return PrintVersion(context.Output, context.Error);
        }

        if (arguments is [] or ["--help"] or ["-h"] or ["-?"])
        {
            return PrintHelp(context);
        }

        RootCommand root = CreateRoot(context, arguments, out GlobalOptions global);
        ParseResult parsed = root.Parse(
            arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var failures = new FailurePrinter(
            context, parsed.GetValue(global.Json) || arguments.Contains("--json"), parsed.GetValue(global.Verbose));
        bool informs = parsed.Action is { ClearsParseErrors: true };
        if (!informs && UsageErrors.Find(parsed, context.Program) is string fault)
        {
            return failures.Usage(fault);
        }

        if (arguments is [['[', ..], ..])
        {
            return CompletionWords.Answer(parsed, context);
        }

        if (context.Processes.Rank > 0 && !s_shared.Contains(parsed.CommandResult.Command.Name))
        {
            return ExitCode.Ok;
        }

        using CancellationTokenRegistration ending = context.End is { } end && !s_saving.Contains(parsed.CommandResult.Command.Name)
            ? context.Token.Register(() => end(failures.Cancelled(new OperationCanceledException(context.Token))))
            : default;
        try
        {
            using IDisposable? given = !informs && parsed.GetValue(global.Environments) is { Length: > 0 } files
                ? s_shared.Contains(parsed.CommandResult.Command.Name)
                    ? context.Processes.FirstThenOthers(() => OwnEnvironments.Give(files))
                    : OwnEnvironments.Give(files)
                : null;
            StartedPrograms.ShareAmong(context.Processes);
            int code = parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            context.Output.Flush();
            context.Error.Flush();
            return code;
        }
        catch (ResultLostException error)
        {
            return failures.Unwritten(error);
        }
        catch (ConfigurationException error)
        {
            return failures.Usage(error.Message, error);
        }
        catch (OperationCanceledException error) when (context.Token.IsCancellationRequested || context.Processes.Size > 1)
        {
            return failures.Cancelled(error);
        }
        catch (Exception error)
        {
            return failures.Failed(error);
        }
    }

    /// <summary>Whether the version is asked for and nothing else, which takes neither parser nor commands.</summary>
    internal static bool IsVersion(string[] arguments) => arguments is ["--version"];

    /// <summary>Prints the version.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="error">Receives the sentence if that fails.</param>
    /// <returns>The exit code.</returns>
    internal static int PrintVersion(ResultWriter output, MessageWriter error)
    {
        try
        {
            ProgramVersion.Print(output);
            output.Flush();
            return ExitCode.Ok;
        }
        catch (ResultLostException lost)
        {
            return new FailurePrinter(new CommandContext { Output = output, Error = error }, json: false, verbose: false).Unwritten(lost);
        }
    }

    /// <summary>Prints the help of the program, without the parser.</summary>
    private static int PrintHelp(CommandContext context)
    {
        try
        {
            ProgramHelp.Write(context.Program, context.Output);
            context.Output.Flush();
            return ExitCode.Ok;
        }
        catch (ResultLostException lost)
        {
            return new FailurePrinter(context, json: false, verbose: false).Unwritten(lost);
        }
    }

    /// <summary>The commands as far as a command line asks for them.</summary>
    internal static RootCommand CreateRoot(CommandContext context, string[] arguments, out GlobalOptions global)
    {
        FurtherLearners.Use();
        global = new GlobalOptions();
        var root = new RootCommand(ProgramHelp.Purpose)
        {
            HelpName = context.Program,
        };
        root.Add(global.Json);
        root.Add(global.Quiet);
        root.Add(global.Verbose);
        root.Add(global.Environments);
        var examples = new Dictionary<Command, string[]>();
        var experiments = new ExperimentCommands(context, global, arguments);
        experiments.AddTo(root, examples);
        EvaluateCommand.AddTo(root, context, global, examples);
        ExplainCommand.AddTo(root, context, global, examples);
        DiagnoseCommand.AddTo(root, context, global, examples);
        VerifyCommand.AddTo(root, context, global, examples);
        SweepCommand.AddTo(root, context, global, examples);
        CheckCommand.AddTo(root, context, global, examples);
        DoctorCommand.AddTo(root, context, global, examples);
        BenchCommand.AddTo(root, context, global, examples);
        ExportCommand.AddTo(root, context, global, examples);
        ImportCommand.AddTo(root, context, global, (experiments, examples));
        WatchCommand.AddTo(root, context, global, examples);
        ReportCommand.AddTo(root, context, global, examples);
        CompareCommand.AddTo(root, context, global, examples);
        RecomputeCommand.AddTo(root, context, global, examples);
        RunsCommand.AddTo(root, context, global, examples);
        new DataCommand(context, global).AddTo(root, examples);
        ListCommand.AddTo(root, context, global, examples);
        ConfigCommand.AddTo(root, context, global, examples);
        CompletionCommand.AddTo(root, context, examples);

        if (context.Arguments is [['[', ..], ..])
        {
            CompletionWords.AddTo(root, context);
        }

        foreach (Option option in root.Options)
        {
            switch (option)
            {
                case HelpOption { Action: HelpAction help }:
                    help.MaxWidth = context.Width;
                    option.Action = new ExampleHelpAction(help, context.Program, examples);
                    break;
                case VersionOption:
                    option.Action = new VersionAction();
                    break;
            }
        }

        return root;
    }
}
