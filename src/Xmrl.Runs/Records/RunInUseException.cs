namespace Xmrl.Runs.Records;

/// <summary>Another process is at work in a run.</summary>
/// <param name="message">Which run, and what can be done.</param>
/// <param name="cause">What said so; null if nothing was thrown.</param>
internal sealed class RunInUseException(string message, Exception? cause = null) : IOException(message, cause);
