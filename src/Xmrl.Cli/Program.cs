using System.Text;
using Xmrl.Cli;
using Xmrl.Cli.Rendering;
using Xmrl.Dashboard;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
bool dumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" && !OperatingSystem.IsWindows();
using var signals = new StopSignals(Console.Error);
var context = new CommandContext
{
    Output = Console.Out,
    Error = Console.Error,
    ErrorIsTerminal = !Console.IsErrorRedirected && !dumb,
    Color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 120),
    Program = Environment.GetEnvironmentVariable("XMRL_COMMAND") is { Length: > 0 } name ? name : "xmrl",
    RenderReport = ReportRenderer.IsAvailable ? ReportFiles.Render : null,
    Token = signals.Token,
};
return CommandLineApplication.Run(args, context);
