using Microsoft.Extensions.Logging;

namespace Xmrl.Fixtures.Runs;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILogger
{
    public List<(LogLevel Level, string Message)> Lines { get; } = [];

    /// <summary>Called after every message.</summary>
    public Action<string>? Added { get; set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Add((logLevel, formatter(state, exception)));
        Added?.Invoke(Lines[^1].Message);
    }
}
