using System.Text.RegularExpressions;

namespace Xmrl.Runs;

/// <summary>The sentence of an exception for people. .NET adds to those of arguments which parameter of which method was meant, and its
/// value on a line of its own: that is for programmers.</summary>
internal static partial class FailureSentence
{
    /// <summary>An exception's sentence.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>Its message without names of parameters.</returns>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Of(error.Message);
    }

    /// <summary>The same of a message that may hold those of other exceptions.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The message without names of parameters.</returns>
    public static string Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Addition().Replace(message, string.Empty);
    }

    [GeneratedRegex(
        @" \(Parameter '[^']*'\)(\r?\nActual value was [^\r\n]*)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Addition();
}
