using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Xmrl.Cli.Commands.Options;
using Xmrl.Import;
using Xmrl.Import.Running;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Starting;

/// <summary>import: a policy from elsewhere as a run.</summary>
internal static class ImportCommand
{
    internal static void AddTo(
        RootCommand root, CommandContext context, GlobalOptions global,
        (ExperimentCommands Experiments, Dictionary<Command, string[]> Examples) shared)
    {
        var weights = new Argument<string>("weights") { Description = "File of weights: safetensors, or ONNX by its name's end .onnx." };
        var command = new Command(
            "import",
            "Make a run of a perceptron that was trained elsewhere, so that evaluate, explain, improve and export work on it.")
        {
            weights,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        var settings = new Option<string>("--as")
        {
            HelpName = "file",
            Description = "YAML file that names experiment, environment, learner and how the weights are read (docs/import.md).",
            Required = true,
        };
        var pairs = new Option<string?>("--check")
        {
            HelpName = "file",
            Description = "NumPy archive (.npz) with observations and the actions that the origin computes for them, to compare with.",
        };
        Option<double> tolerance = Tolerance();
        var options = new RunOptions(context.Threads);
        foreach (Option option in new Option[]
        {
            settings, pairs, tolerance, options.Seed, options.Out, options.Threads, options.Quick, options.Set, options.Force,
        })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string named = parsed.GetRequiredValue(settings);
            ImportSettings read = ConfigurationReader.ReadFile<ImportSettings>(context.Files.TextFile(named));
            var request = new ImportRequest(UserFile.Read(parsed.GetRequiredValue(weights)), read)
            {
                SettingsName = named,
                Pairs = parsed.GetValue(pairs) is { } file ? UserFile.Read(file) : null,
                Tolerance = parsed.GetValue(tolerance),
            };
            var runner = new ImportRunner(request, context.Experiments);
            ulong seed = parsed.GetValue(options.Seed);
            bool quick = parsed.GetValue(options.Quick);
            string byDefault = $"{runner.Name}-seed{seed}-imported{(quick ? "-quick" : "")}";
            return shared.Experiments.Run(parsed, runner, new ExperimentRequest
            {
                Experiment = runner.Name,
                Action = ExperimentAction.Train,
                Seed = seed,
                OutputDirectory = context.Files.New(parsed.GetValue(options.Out) ?? Path.Combine(context.RunsFolder, byDefault)),
                AnyFreeDirectory = parsed.GetValue(options.Out) is null,
                Threads = parsed.GetValue(options.Threads),
                Quick = quick,
                Force = parsed.GetValue(options.Force),
                Overrides = [.. parsed.GetValue(options.Set) ?? []],
                CommandLine = shared.Experiments.CommandLine(),
            });
        });
        shared.Examples[command] =
        [
            "import policy.safetensors --as policy.yaml --check pairs.npz", "import policy.onnx --as policy.yaml --out runs/imported",
        ];
    }

    private static Option<double> Tolerance() => new("--tolerance")
    {
        HelpName = "number",
        Description = $"Largest difference |a − a'| / max(1, |a'|) that --check takes. Left out: {PairCheck.DefaultTolerance:g}.",
        DefaultValueFactory = _ => PairCheck.DefaultTolerance,
        CustomParser = result =>
        {
            Token? token = result.Tokens.Count > 0 ? result.Tokens[0] : null;
            if (double.TryParse(token?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0)
            {
                return value;
            }

            result.AddError($"--tolerance is {token?.Value}; expected a number of 0 or more");
            return default;
        },
    };
}
