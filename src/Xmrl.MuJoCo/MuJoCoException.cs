namespace Xmrl.MuJoCo;

/// <summary>MuJoCo is missing, does not fit, refuses a model or met an error of its own. The message is a sentence for people.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">What led to it, if anything.</param>
public sealed class MuJoCoException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
