using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Cli.Application;
using Xmrl.Experiments.Tests.Records;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Runs commands on a run and keeps what each of them says: exit code, figures, messages.</summary>
/// <param name="folder">Folder of a case; the run is its folder <c>run</c>.</param>
internal sealed partial class RunProbe(string folder)
{
    internal string Run => Path.Combine(folder, "run");

    /// <summary>Commands that read a run, the cheap ones first. Explaining and improving anew are asked for by the caller.</summary>
    internal IEnumerable<(string Name, Func<Answer> Ask)> Reading(RunCopies copies, bool explains, bool improves)
    {
        yield return ("runs list", List);
        yield return ("runs show", () => Ask("runs", "show", Run));
        yield return ("runs diff", () => Diff(copies.Finished));
        yield return ("compare", () => Ask("compare", Run, copies.Other));
        yield return ("report", () => Ask("report", Run));
        foreach (string file in new[] { "p.onnx", "p.safetensors" })
        {
            string exported = Path.Combine(folder, file);
            yield return ("export " + file, () => With(Ask("export", Run, "--out", exported), exported));
        }

        yield return ("evaluate", () => Ask("evaluate", Run, "--tasks", "2", "--json", "--threads", "1"));
        if (explains)
        {
            yield return ("explain", () => Ask("explain", Run, "--json", "--threads", "1"));
        }

        if (improves)
        {
            string target = Path.Combine(folder, "again");
            yield return ("improve", () => With(
                Ask("improve", Run, "--out", target, "--quiet", "--threads", "1") with { Figures = "" },
                Path.Combine(target, "evaluation.json")));
        }
    }

    /// <summary>Commands that go on with a run.</summary>
    internal IEnumerable<(string Name, Func<Answer> Ask)> Continuing()
    {
        // Of a run that was at work, list and show say what is there; only the resumed run has results.
        yield return ("runs list", () => Ask("runs", "list", folder) with { Figures = "" });
        yield return ("runs show", () => Ask("runs", "show", Run) with { Figures = "" });
        yield return ("resume", Resume);
    }

    /// <summary>A folder without a state is no run, and no run is listed.</summary>
    private Answer List()
    {
        Answer answer = Ask("runs", "list", folder);
        return File.Exists(Path.Combine(Run, "state.json")) ? answer : answer with { Messages = answer.Messages + "state.json" };
    }

    /// <summary>What differs is what is asked for: a list of other settings or machines names the files that hold them.</summary>
    private Answer Diff(string other)
    {
        Answer answer = Ask("runs", "diff", other, Run);
        (string Title, string File)[] parts =
        [
            ("Request:", "identity.json"),
            ("Request:", "state.json"),
            ("Configuration:", "config.yaml"),
            ("Environment:", "environment.json"),
        ];
        foreach ((string title, string file) in parts)
        {
            answer = answer.Figures.Contains(title, StringComparison.Ordinal) ? answer with { Messages = answer.Messages + file } : answer;
        }

        return answer;
    }

    private Answer Resume()
    {
        Answer answer = Ask("resume", Run, "--quiet", "--threads", "1");
        return answer with
        {
            Figures = answer.Code == ExitCode.Ok
                ? string.Join(
                    '\n',
                    RunFingerprint.Of(RunDirectory.Open(Run)).Select(static part => $"{part.Key}: {part.Value.ReplaceLineEndings(" | ")}"))
                : "",
        };
    }

    private static Answer With(Answer answer, string file)
        => answer with { Figures = answer.Figures + (File.Exists(file) ? Hash(file) : "") };

    private static string Hash(string file)
    {
        // Without a lock: the writer's outlives it where another test starts a program just now, until that program runs.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    private Answer Ask(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLineApplication.Run(arguments, new CommandContext
        {
            Output = new ResultWriter(output),
            Error = new MessageWriter(error),
            RunsFolder = Path.Combine(folder, "runs"),
            RenderReport = path => output.Write(Report(path)),
        });
        return new Answer(code, Plain(output.ToString()), Plain(error.ToString()));
    }

    /// <summary>What the page would show.</summary>
    private static string Report(string path)
    {
        RunDirectory run = RunDirectory.Open(path);
        using var copy = new MemoryStream();
        ReportFile.Write(run.ReadReport() ?? Xmrl.Experiments.Reporting.Report.Of(run), copy);
        return Encoding.UTF8.GetString(copy.ToArray());
    }

    private string Plain(string text) => Spaces().Replace(text.Replace(folder, "CASE", StringComparison.Ordinal), " ");

    /// <summary>Tables are as wide as their longest cell.</summary>
    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
