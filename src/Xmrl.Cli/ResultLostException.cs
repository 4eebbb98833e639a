namespace Xmrl.Cli;

/// <summary>A command did its work, and its result could not be written to the output.</summary>
/// <param name="cause">What writing threw.</param>
/// <param name="kept">Where the result is kept besides, in a sentence; null where it is not.</param>
internal sealed class ResultLostException(Exception cause, string? kept) : Exception(Sentence(cause, kept), cause)
{
    private static string Sentence(Exception cause, string? kept) =>
        $"The result could not be written to the output: {StandardStreams.Reason(cause)}.{(kept is null ? string.Empty : " " + kept)}";
}
