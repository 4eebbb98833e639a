using System.Text;
using Xmrl.Cli;
using Xmrl.Cli.Application;
using Xmrl.Dashboard;
using Xmrl.Experiments.Reporting;
using Xmrl.Training.Hosting;

(bool Output, bool Error) given = StandardStreams.Secure();
using var session = new ProcessSession(Environment.GetEnvironmentVariable, given);
if (session.IsLaunched)
{
    // Open MPI gives its processes a terminal that nobody sees; .NET would greet it with control characters.
    Environment.SetEnvironmentVariable("TERM", "dumb");
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (!session.TryStart())
{
    return ExitCode.Failed;
}

return CommandLineApplication.IsVersion(args)
    ? session.End(CommandLineApplication.PrintVersion(session.Output.Plain(), session.Messages.Plain()))
    : Run(args, session, given);

// In a method of its own, so that the version is told without loading what the commands need.
static int Run(string[] arguments, ProcessSession session, (bool Output, bool Error) given)
{
    MessageWriter messages = session.Messages;
    bool dumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" && !OperatingSystem.IsWindows();
    using var signals = new StopSignals(messages);
    var context = new CommandContext
    {
        Output = session.Output,
        Error = messages,
        ErrorIsTerminal = !dumb && given.Error && !Console.IsErrorRedirected,
        Color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        Width = session.IsLaunched || Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 120),
        Program = Environment.GetEnvironmentVariable("XMRL_COMMAND") is { Length: > 0 } name ? name : "xmrl",
        Processes = session.Processes,
        Files = new RankFiles(session.Processes),
        Threads = session.Threads,
        RenderReport = ReportRenderer.IsAvailable ? ReportFiles.Render : null,
        Token = signals.Token,
        End = Environment.Exit,
    };
    int code;
    using (context.Files)
    {
        code = CommandLineApplication.Run(arguments, context);
    }

    return session.End(code);
}
