namespace Xmrl.External.Protocol;

/// <summary>An answer that does not follow the protocol; the message says what was expected and found, as the end of a sentence about the
/// program.</summary>
internal sealed class ProtocolException(string message) : FormatException(message)
{
    /// <summary>Whether there was no answer because the stream ended.</summary>
    public bool IsEnd { get; init; }
}
