using Microsoft.Extensions.Logging;
using Xmrl.Runs;

namespace Xmrl.Cli;

/// <summary>Hands log messages to a line printer: warnings and errors always, information when asked for.</summary>
internal sealed class CliLogger(Action<string> print, LogLevel minimum) : ILogger
{
    /// <summary>A logger that prints on the error stream.</summary>
    internal static CliLogger Of(CommandContext context, bool isVerbose) =>
        new(context.Error.WriteLine, isVerbose ? LogLevel.Information : LogLevel.Warning);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            string prefix = logLevel >= LogLevel.Error ? "Error: " : logLevel == LogLevel.Warning ? "Warning: " : "";
            print(prefix + FailureSentence.Of(formatter(state, exception)));
        }
    }
}
