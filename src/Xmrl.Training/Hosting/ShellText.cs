namespace Xmrl.Training.Hosting;

/// <summary>Words as a shell takes them, for command lines that can be copied.</summary>
internal static class ShellText
{
    private const string Plain = "-_./=,:+@%";

    /// <summary>A word in quotes, where a shell would not take it as it is. Control characters become $'…' escapes, so that the line
    /// stays one.</summary>
    /// <param name="word">One argument.</param>
    /// <returns>What stands for it on a command line.</returns>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(IsPlain) ? word
            : word.Any(IsControl) ? $"$'{string.Concat(word.Select(Escaped))}'"
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static bool IsPlain(char character)
        => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal);

    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    private static string Escaped(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\\' or '\'' => $"\\{character}",
        _ when IsControl(character) => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    };
}
