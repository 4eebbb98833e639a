using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Runs.Comparison;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>runs diff: the first iteration and tensor in which two runs part.</summary>
internal static class RunsDiffCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var first = new Argument<string>("first") { Description = "Run directory." };
        var second = new Argument<string>("second") { Description = "Run directory to compare with." };
        var command = new Command(
            "diff",
            "Name the first iteration and tensor in which two runs part, and what they were asked and made with. "
            + "Ends with 1 if their results differ, if there is nothing to compare, or if a file is damaged.")
        {
            first,
            second,
        };
        command.SetAction(parsed =>
        {
            RunDifference difference = RunComparer.Compare(
                RunDirectory.Open(parsed.GetRequiredValue(first)), RunDirectory.Open(parsed.GetRequiredValue(second)));
            int code = difference.IsAlike ? ExitCode.Ok : ExitCode.Failed;
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(context.Output, "runs-diff", new { state = "done", exitCode = code, difference });
            }
            else
            {
                Text(context.Output, difference);
            }

            return code;
        });
        parent.Add(command);
        examples[command] = ["runs diff runs/drone-seed1 runs/drone-seed1-2", "runs diff runs/a runs/b --json"];
    }

    private static void Text(TextWriter output, RunDifference difference)
    {
        List("Request", difference.Request);
        List("Configuration", difference.Configuration);
        List("Environment", difference.Environment);
        foreach (SeriesDifference series in difference.Series)
        {
            output.WriteLine(series.Iteration is { } iteration
                ? $"{series.File}: {series.Alike} iterations alike; they part in iteration "
                    + $"{iteration}{(series.Tensors.Count == 0 ? "" : $", tensors {string.Join(", ", series.Tensors)}")}."
                : $"{series.File}: {series.Alike} iterations alike{(series.HasHashes ? "" : ", by metrics alone: there are no hashes")}.");
            List("", series.Metrics);
        }

        foreach (CheckpointDifference checkpoint in difference.Checkpoints)
        {
            output.WriteLine($"{checkpoint.Name}: {checkpoint.Message}");
        }

        foreach (string file in difference.Files)
        {
            output.WriteLine($"{file} differs.");
        }

        Only("first", difference.OnlyFirst);
        Only("second", difference.OnlySecond);
        foreach (string problem in difference.Damaged)
        {
            output.WriteLine($"Damaged: {problem}");
        }

        output.WriteLine(difference.Verdict);

        void Only(string which, IReadOnlyList<string> parts)
        {
            if (parts.Count > 0)
            {
                output.WriteLine($"Only the {which} run has {string.Join(", ", parts)}.");
            }
        }

        void List(string title, IReadOnlyList<ValueDifference> values)
        {
            if (values.Count == 0)
            {
                return;
            }

            if (title.Length > 0)
            {
                output.WriteLine($"{title}:");
            }

            foreach (ValueDifference value in values)
            {
                output.WriteLine($"  {value.Name}: {value.First ?? "(none)"} | {value.Second ?? "(none)"}");
            }
        }
    }
}
