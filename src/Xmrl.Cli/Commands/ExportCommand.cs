using System.CommandLine;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Improvement;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Exporting;

namespace Xmrl.Cli.Commands;

/// <summary>export: a policy of a stored run as one file for other programs.</summary>
internal static class ExportCommand
{
    private const int MostTasks = 1_000_000;
    private const int MostSteps = 1000;
    private const int MostTrajectories = 10_000;

    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command("export", "Write a policy of a stored run as ONNX or safetensors.") { path };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        var target = new Option<string>("--out") { HelpName = "file", Description = "File to write; must not exist.", Required = true };
        var format =
            new Option<string?>("--format") { HelpName = "name", Description = "onnx or safetensors; left out: by the file's name." };
        Option<int?> task = RunOptions.WholeOrNull(
            "--adapted", 0, MostTasks, "Adapt to this test task of the run, from 0; left out: the meta-policy.");
        Option<int?> steps = RunOptions.WholeOrNull(
            "--steps", 1, MostSteps, "Adaptation steps; left out: as many as the run trained with.");
        Option<int?> trajectories = RunOptions.WholeOrNull(
            "--trajectories", 1, MostTrajectories, "Trajectories per adaptation step; left out: the run's scoring.adaptationTrajectories.");
        var method = new Option<string>("--method")
        {
            HelpName = "name",
            Description = "Which policy of the run: base, or a retrained one such as xmrl, continued or double-weight.",
            DefaultValueFactory = _ => EvaluationRequest.BaseMethod,
        };
        var mlAgents = new Option<bool>("--ml-agents")
        {
            Description = "ONNX with the names of Unity's ML-Agents: obs_0, continuous_actions or discrete_actions, version_number, …",
        };
        var force = new Option<bool>("--force") { Description = "Replace the file if it exists." };
        foreach (Option option in new Option[] { target, format, task, steps, trajectories, method, mlAgents, force })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(target);
            ExportFormat wanted = ExportFormats.Of(parsed.GetValue(format), file);
            if (parsed.GetValue(mlAgents))
            {
                wanted = wanted == ExportFormat.Onnx
                    ? ExportFormat.MlAgents
                    : throw new ConfigurationException("--ml-agents names the parts of an ONNX file; expected one that ends in .onnx.");
            }

            if (parsed.GetValue(task) is null && (parsed.GetValue(steps) is not null || parsed.GetValue(trajectories) is not null))
            {
                throw new ConfigurationException(
                    "--steps and --trajectories say how to adapt; add --adapted <number> to name the test task.");
            }

            RunDirectory run = FinishedRun.Single(context, parsed.GetRequiredValue(path));
            Refuse(file, parsed.GetValue(force));
            CliLogger log = CliLogger.Of(context, parsed.GetValue(global.Verbose));
            IExportedPolicy policy = RunExporter.Load(
                new ImprovedRun(run),
                new ExportRequest
                {
                    Method = parsed.GetRequiredValue(method),
                    AdaptedTo = parsed.GetValue(task),
                    Steps = parsed.GetValue(steps),
                    Trajectories = parsed.GetValue(trajectories),
                },
                log);
            IReadOnlyList<string> files = policy.Files(file, wanted);
            foreach (string further in files.Skip(1))
            {
                Refuse(further, parsed.GetValue(force));
            }

            policy.Write(file, wanted);
            if (parsed.GetValue(global.Json))
            {
                int? opset = wanted != ExportFormat.Safetensors ? OnnxPolicy.Opset : null;
                JsonOutput.Write(
                    context.Output, "export",
                    new
                    {
                        state = "done",
                        exitCode = ExitCode.Ok,
                        runDirectory = run.FullPath,
                        file = Path.GetFullPath(file),
                        files = files.Select(Path.GetFullPath),
                        format = ExportFormats.NameOf(wanted),
                        opset,
                        metadata = policy.Metadata,
                    });
            }
            else
            {
                foreach (string written in files)
                {
                    context.Output.WriteLine(written);
                }
            }

            return ExitCode.Ok;
        });
        examples[command] =
        [
            "export runs/drone-seed1 --out policy.onnx", "export runs/drone-seed1 --method xmrl --adapted 17 --out task17.onnx",
            "export runs/bandit-seed1 --out policy.safetensors", "export runs/drone-seed1 --ml-agents --out Drone.onnx",
        ];
    }

    private static void Refuse(string file, bool force)
    {
        if (Directory.Exists(file))
        {
            throw new IOException($"{file} is a folder; expected a file.");
        }

        if (!force && File.Exists(file))
        {
            throw new IOException($"{file} exists; choose another name, or add --force to replace it.");
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (folder is null || !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder {folder} to write {Path.GetFileName(file)} to.");
        }
    }
}
