using System.CommandLine;
using Xmrl.Cli.Diagnosis;
using Xmrl.Cli.Rendering;

namespace Xmrl.Cli.Commands;

/// <summary>doctor: what this machine offers, what is missing and how to mend it.</summary>
internal static class DoctorCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var command = new Command("doctor", "Check this machine: what is there, what is missing, how to mend it.");
        command.SetAction(parsed =>
        {
            IReadOnlyList<DoctorCheck> checks = DoctorChecks.All(context);
            int code = checks.Any(static check => check.Status == DoctorStatus.Fail) ? ExitCode.Failed : ExitCode.Ok;
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(context.Output, "doctor", new { checks }, code);
                return code;
            }

            int width = checks.Max(static check => check.Name.Length);
            foreach (DoctorCheck check in checks)
            {
                context.Output.WriteLine($"{check.Status.ToString().ToLowerInvariant(),-4}  {check.Name.PadRight(width)}  {check.Found}");
                if (check.Mend.Length > 0)
                {
                    context.Output.WriteLine($"      {new string(' ', width)}  → {check.Mend}");
                }
            }

            return code;
        });
        root.Add(command);
        examples[command] = ["doctor", "doctor --json"];
    }
}
