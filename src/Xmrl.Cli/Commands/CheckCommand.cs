using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Environments.Checks;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Sources;

namespace Xmrl.Cli.Commands;

/// <summary>check: an environment against its contract.</summary>
internal static class CheckCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var name = new Argument<string>("environment") { Description = "Id of the environment, or a YAML file with the key environment." };
        var command = new Command(
            "check", "Look for faults of an environment: sizes, numbers that are not finite, hidden state, ends, success, tasks.")
        {
            name,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        command.SetAction(
            parsed => Run(context, Family(parsed.GetRequiredValue(name)), parsed.GetValue(global.Json)));
        examples[command] = ["check Navigation2D-v1", "check Drone-v1 --json", "check my.yaml"];
    }

    /// <summary>Checks an environment and prints what was found.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(CommandContext context, IEnvironmentFamily family, bool json)
    {
        IReadOnlyList<EnvironmentFinding> findings = EnvironmentCheck.Run(family);
        int code = findings.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        if (json)
        {
            Json(context, family.Spec, findings, code);
        }
        else
        {
            Text(context, family.Spec, findings);
        }

        return code;
    }

    /// <summary>The environments that a word names.</summary>
    private static IEnvironmentFamily Family(string word)
        => Path.GetExtension(word) is ".yaml" or ".yml"
            ? ConfigurationReader.ReadPart<EnvironmentKey>(new ConfigurationDocument(ConfigurationReader.LoadText(word), word), [])
                .Environment.Resolve(Path.GetDirectoryName(Path.GetFullPath(word))!).Open()
            : LearnerFactory.Family(word);

    private static void Json(CommandContext context, EnvironmentSpec spec, IReadOnlyList<EnvironmentFinding> findings, int code)
        => JsonOutput.Write(
            context.Output, "check",
            new
            {
                state = code == ExitCode.Ok ? "done" : "failed",
                exitCode = code,
                environment = spec.Id,
                findings = findings.Select(static finding => new
                {
                    rule = finding.Rule,
                    place = finding.Place,
                    expected = finding.Expected,
                    found = finding.Found,
                    sentence = finding.Sentence,
                }),
            });

    private static void Text(CommandContext context, EnvironmentSpec spec, IReadOnlyList<EnvironmentFinding> findings)
    {
        int width = findings.Count == 0 ? 0 : findings.Max(static finding => finding.Rule.Length);
        foreach (EnvironmentFinding finding in findings)
        {
            context.Output.WriteLine($"{finding.Rule.PadRight(width)}  {finding.Sentence}");
        }

        context.Output.WriteLine(findings.Count switch
        {
            0 => $"{spec.Id} keeps its contract in all that was played.",
            1 => $"{spec.Id} breaks 1 rule of its contract.",
            _ => $"{spec.Id} breaks {findings.Count} rules of its contract.",
        });
    }
}
