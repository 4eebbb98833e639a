using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Xmrl.Cli.Commands.Config;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Improvement;
using Xmrl.Offline.Arrays;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Offline.Hdf5;
using Xmrl.Offline.Importing;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Cli.Commands.Data;

/// <summary>data collect, import and export; check and describe of a folder.</summary>
internal sealed class OfflineDataCommand(CommandContext context, GlobalOptions global)
{
    private const int MostTasks = 10_000;
    private const int MostSteps = 100_000_000;

    internal void AddTo(Command data, Dictionary<Command, string[]> examples)
    {
        Command collect = Collect();
        Command import = Import();
        Command export = Export();
        data.Add(collect);
        data.Add(import);
        data.Add(export);
        data.Add(Hdf5Reader.Command(context));
        examples[collect] =
        [
            "data collect bandit --out data/bandit --collector clipped --tasks 35",
            "data collect pointrobot --out data/points --steps 20000",
            "data collect drone --out data/drone --collector fixed --from runs/drone-seed1",
        ];
        examples[import] =
        [
            "data import a.npz b.npz --environment BernoulliBandit-v1 --out data/mine",
            "data import halfcheetah.hdf5 --environment HalfCheetahVelocity-v1 --task 1.5 --out data/cheetah",
        ];
        examples[export] = ["data export data/bandit --out data/bandit-npz", "data export data/bandit --out data/bandit-minari --minari"];
    }

    /// <summary>Checks every number of a data set.</summary>
    internal static int Check(Invocation invocation, string folder)
    {
        OfflineDataSet set = OfflineDataSet.Read(folder, SpecOf(OfflineDataSet.ReadDescription(folder)));
        return Print(invocation, folder, set.Description, "Every file can be used.");
    }

    /// <summary>Says what a data set is.</summary>
    internal static int Describe(Invocation invocation, string folder)
        => Print(invocation, folder, OfflineDataSet.ReadDescription(folder), null);

    private Command Collect()
    {
        var experiment = new Argument<string>("experiment") { Description = "Experiment, YAML file, or id of an environment." };
        var defaults = new CollectSettings();
        Option<int?> tasks = RunOptions.WholeOrNull("--tasks", 2, MostTasks, $"Training tasks; left out: {defaults.Training}.");
        Option<int?> validation = RunOptions.WholeOrNull(
            "--validation", 1, MostTasks, $"Validation tasks; left out: {defaults.Validation}.");
        Option<int?> test = RunOptions.WholeOrNull("--test", 2, MostTasks, $"Test tasks; left out: {defaults.Test}.");
        Option<int?> steps = RunOptions.WholeOrNull("--steps", 2, MostSteps, $"Steps per task; left out: {defaults.Steps}.");
        Option<int?> segment = RunOptions.WholeOrNull(
            "--segment", 1, MostSteps,
            "Steps after which a learning policy goes on with what it has learned; left out: 64 with clipped, else whole episodes.");
        var collector = new Option<string?>("--collector")
        {
            HelpName = "name",
            Description = $"Who draws the steps: {string.Join(", ", Collectors)}. Left out: {DataCollector.NameOf(defaults.Collector)}.",
        };
        var from = new Option<string?>("--from") { HelpName = "run", Description = "Run whose meta-policy draws, with --collector fixed." };
        Option<double?> limit = Limit();
        Option<string> output = Output("Folder of the data set.");
        var options = new RunOptions(context.Threads);
        var command = new Command(
            "collect",
            "Make a data set: stored episodes of training, validation and test tasks, each by a policy of its own. A collection that was "
                + "stopped goes on with the same command.")
        {
            experiment, tasks, validation, test, steps, collector, from, segment, limit, output, options.Seed, options.Threads, options.Set,
        };
        command.SetAction(parsed =>
        {
            var source = ConfigSource.Of(
                context, parsed.GetRequiredValue(experiment), isQuick: false, [.. parsed.GetValue(options.Set) ?? []]);
            ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(source.Layers[^1].Text, source.Name, []);
            var settings = new CollectSettings
            {
                Collector = parsed.GetValue(collector) is { } name ? Named(name) : defaults.Collector,
                Training = parsed.GetValue(tasks) ?? defaults.Training,
                Validation = parsed.GetValue(validation) ?? defaults.Validation,
                Test = parsed.GetValue(test) ?? defaults.Test,
                Steps = parsed.GetValue(steps) ?? defaults.Steps,
                Segment = parsed.GetValue(segment),
                ActionLimit = parsed.GetValue(limit) ?? defaults.ActionLimit,
                Seed = parsed.GetValue(options.Seed),
            };
            var collecting = new DataCollector(configuration, settings) { From = parsed.GetValue(from) };
            string folder = parsed.GetRequiredValue(output);
            DataSetDescription made = collecting.Collect(folder, parsed.GetValue(options.Threads), context.Token);
            string? clipped = collecting.Clipped > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{collecting.Clipped} components of actions were clipped to ±{settings.ActionLimit} (--action-limit).")
                : null;
            return Print(new Invocation(parsed, context, global), folder, made, clipped);
        });
        return command;
    }

    private Command Import()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "NumPy archives or HDF5 files of D4RL, one per task: observations, actions, rewards, terminals; where they "
                + "are there timeouts, next_observations, task_parameters, task_set. Or folders or HDF5 files of Minari, or MACAW's HDF5 "
                + "files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var environment = new Option<string>("--environment")
        {
            HelpName = "id",
            Description = "Environment that the steps are of.",
            Required = true,
        };
        Option<string[]> validation = Files("--validation", "Files of validation tasks.");
        Option<string[]> test = Files("--test", "Files of test tasks.");
        var task = new Option<string[]>("--task")
        {
            HelpName = "numbers",
            Description = "Parameters of the task of a file that does not say them, with commas between: one option per file, in order.",
        };
        Option<int?> horizon = RunOptions.WholeOrNull(
            "--horizon", 1, MostSteps, "Steps after which an episode without an end of its own is cut.");
        Option<double?> limit = Limit();
        Option<string> output = Output("Folder of the data set.");
        var command = new Command("import", "Make a data set of files from elsewhere.")
        {
            files, environment, validation, test, task, horizon, limit, output,
        };
        command.SetAction(parsed =>
        {
            EnvironmentSpec spec = LearnerFactory.Family(parsed.GetRequiredValue(environment)).Spec;
            var set = new ImportedSet(new DataSetForm(spec, parsed.GetValue(limit) ?? new CollectSettings().ActionLimit))
            {
                Horizon = parsed.GetValue(horizon),
                Hdf5 = new Hdf5Process(Hdf5Reader.OwnCommand()),
            };
            (string File, BufferSet? Set)[] all =
            [
                .. parsed.GetRequiredValue(files).Select(file => (file, (BufferSet?)null)),
                .. (parsed.GetValue(validation) ?? []).Select(file => (file, (BufferSet?)BufferSet.Validation)),
                .. (parsed.GetValue(test) ?? []).Select(file => (file, (BufferSet?)BufferSet.Test)),
            ];
            string[] given = parsed.GetValue(task) ?? [];
            if (given.Length != 0 && given.Length != all.Length)
            {
                throw new ConfigurationException($"--task is given {given.Length} times for {all.Length} files; expected one per file.");
            }

            foreach ((int i, (string file, BufferSet? own)) in all.Index())
            {
                set.Add(file, own, given.Length == 0 ? null : Numbers(given[i]), context.Token);
            }

            string folder = parsed.GetRequiredValue(output);
            DataSetDescription made = set.Write(folder);
            return Print(
                new Invocation(parsed, context, global), folder, made, set.Remarks.Count == 0 ? null : string.Join('\n', set.Remarks));
        });
        return command;
    }

    private Command Export()
    {
        var folder = new Argument<string>("folder") { Description = "Data set." };
        Option<string> output = Output("Folder of the archives, new or empty.");
        var minari = new Option<bool>("--minari") { Description = "One Minari data set (HDF5) per task instead of an archive." };
        var command = new Command(
            "export", "Write a data set as NumPy archives (.npz), one per task, with the names of D4RL, or as Minari data sets.")
        {
            folder, output, minari,
        };
        command.SetAction(parsed =>
        {
            string named = parsed.GetRequiredValue(folder);
            OfflineDataSet set = OfflineDataSet.Read(named, SpecOf(OfflineDataSet.ReadDescription(named)));
            string target = parsed.GetRequiredValue(output);
            bool asMinari = parsed.GetValue(minari);
            int written = asMinari ? MinariExport.Write(set, target) : NpzExport.Write(set, target);
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(context.Output, "data-set-export", new { folder = target, files = written });
            }
            else
            {
                context.Output.WriteLine($"{written} {(asMinari ? "data sets" : "archives")} in {target}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static string[] Collectors => [.. Enum.GetValues<CollectorName>().Select(DataCollector.NameOf)];

    private static CollectorName Named(string name) => Array.IndexOf(Collectors, name) is var at and >= 0
        ? Enum.GetValues<CollectorName>()[at]
        : throw new ConfigurationException($"There is no collector {name}.{NearestName.Hint(name, [.. Collectors])}");

    private static EnvironmentSpec SpecOf(DataSetDescription description) => LearnerFactory.Family(description.Environment).Spec;

    private static double[] Numbers(string text) =>
    [
        .. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new ConfigurationException($"--task is {text}; expected numbers with commas between.")),
    ];

    private static Option<string> Output(string description)
        => new("--out") { HelpName = "folder", Description = description, Required = true };

    private static Option<string[]> Files(string name, string description)
        => new(name) { HelpName = "file", Description = description, AllowMultipleArgumentsPerToken = true };

    private static Option<double?> Limit() => new("--action-limit")
    {
        HelpName = "number",
        Description = "Real actions lie in ± this; left out: 1.",
        CustomParser = result =>
        {
            Token? token = result.Tokens.Count > 0 ? result.Tokens[0] : null;
            if (double.TryParse(token?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value > 0
                && double.IsFinite(value))
            {
                return value;
            }

            result.AddError($"--action-limit is {token?.Value}; expected a number above 0");
            return null;
        },
    };

    private static int Print(Invocation invocation, string folder, DataSetDescription set, string? remark)
    {
        (ParseResult parsed, CommandContext context, GlobalOptions global) = invocation;
        if (parsed.GetValue(global.Json))
        {
            JsonOutput.Result(context.Output, "data-set", new { folder, remark, dataSet = set });
            return ExitCode.Ok;
        }

        context.Output.WriteLine(
            Text($"{folder}: {set.Environment}, reward {set.RewardVersion}, {set.Buffers.Sum(static buffer => (long)buffer.Steps)} steps ")
            + Text($"of {set.Buffers.Length} tasks by {set.Collector.Name}; standard deviation of the returns {set.ReturnScale:g4}."));
        ImmutableArray<BufferSet> sets = [.. Enum.GetValues<BufferSet>()];
        TextTable.Write(
            context.Output, ["Set", "Tasks", "Steps", "Episodes", "Early", "Middle", "Late"],
            [.. sets.Select(own => Row(own, [.. set.Buffers.Where(buffer => buffer.Set == own)])).Where(static row => row[1] != "0")]);
        context.Output.WriteLine("Early, middle, late: mean return of the episodes of the first, middle and last third of the steps.");
        if (remark is not null)
        {
            context.Output.WriteLine(remark);
        }

        return ExitCode.Ok;

        static string[] Row(BufferSet own, BufferEntry[] buffers) =>
        [
            own.ToString().ToLowerInvariant(), Text($"{buffers.Length}"), Text($"{buffers.Sum(static buffer => (long)buffer.Steps)}"),
            Text($"{buffers.Sum(static buffer => (long)buffer.Episodes)}"),
            .. Enumerable.Range(0, TaskBuffer.Stages).Select(stage => Mean([.. buffers.Select(buffer => buffer.StageReturns[stage])])),
        ];

        static string Mean(double[] values)
            => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average() is var mean && double.IsNaN(mean)
                ? "–"
                : Text($"{mean:f1}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
