namespace Xmrl.External.Connections;

/// <summary>An environment's program cannot be used any more: it did not start, gave a wrong answer or none in time, or ended. The message
/// is a sentence for people that names environment, task, step and the last lines of the program's error stream.</summary>
internal sealed class ExternalEnvironmentException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
