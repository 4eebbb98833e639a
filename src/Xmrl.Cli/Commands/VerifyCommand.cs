using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Training.Configuration;
using Xmrl.Verification;
using Xmrl.Verification.Registry;

namespace Xmrl.Cli.Commands;

/// <summary>verify: the theory as computations with a verdict each.</summary>
internal static class VerifyCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var wanted = new Argument<string[]>("check") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(
            "verify", "Check the theory of XMRL and SG-MRL by computation: estimators, influence, information, convergence.")
        {
            wanted,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        string[] names = [.. TheoryVerification.Checks.Select(check => check.Name)];
        wanted.Description = $"Checks to run; left out: all. {string.Join(", ", names)}.";
        command.SetAction(parsed =>
        {
            string[] chosen = parsed.GetValue(wanted) ?? [];
            foreach (string name in chosen.Where(name => !names.Contains(name)))
            {
                throw new ConfigurationException($"There is no check {name}.{NearestName.Hint(name, names)}");
            }

            bool json = parsed.GetValue(global.Json);
            var rows = new List<(string Name, TheoryCheck Check, double Seconds)>();
            foreach (
                (string name, Func<TheoryCheck> run) in TheoryVerification.Checks.Where(check => chosen.Length == 0
                    || chosen.Contains(check.Name)))
            {
                context.Token.ThrowIfCancellationRequested();
                long started = Stopwatch.GetTimestamp();
                TheoryCheck check = run();
                rows.Add((name, check, Stopwatch.GetElapsedTime(started).TotalSeconds));
                if (!json)
                {
                    Print(context.Output, rows[^1]);
                }
            }

            int failed = rows.Count(row => !row.Check.Passed);
            int exitCode = failed == 0 ? ExitCode.Ok : ExitCode.Failed;
            if (json)
            {
                JsonOutput.Write(
                    context.Output, "verify",
                    new
                    {
                        state = failed == 0 ? "done" : "failed",
                        exitCode,
                        checks = rows.Select(row => new { id = row.Name, seconds = row.Seconds, check = row.Check }),
                    });
            }
            else
            {
                context.Output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{rows.Count - failed} hold, {failed} do not; {rows.Sum(row => row.Seconds):f1} s."));
            }

            return exitCode;
        });
        examples[command] = ["verify", "verify sg-mrl theorem-1", "verify --json"];
    }

    private static void Print(TextWriter output, (string Name, TheoryCheck Check, double Seconds) row)
    {
        TheoryCheck check = row.Check;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(check.Passed ? "holds" : "FAILS")}  {check.Name} ({row.Name}; {check.Source}), {row.Seconds:f1} s"));
        output.WriteLine($"       {check.Statement}");
        output.WriteLine($"       {check.Figure}");
        output.WriteLine();
    }
}
