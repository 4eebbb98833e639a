using System.Globalization;

namespace Xmrl.Cli.Commands;

/// <summary>Arguments as a shell takes them, each on one line whatever it holds.</summary>
internal static class ShellWord
{
    /// <summary>Quotes an argument where a shell would split or change it; line ends and other control characters become escapes, so that a
    /// record of commands has one line for each.</summary>
    /// <param name="argument">Any text.</param>
    /// <returns>A word that sh, bash and zsh read back to the same text; with control characters, bash and zsh.</returns>
    internal static string Quote(string argument)
    {
        if (argument.Any(IsControl))
        {
            return $"$'{string.Concat(argument.Select(Escape))}'";
        }

        return argument.Length > 0 && argument.All(static character => char.IsAsciiLetterOrDigit(character) || "-_./=,:+@%".Contains(character, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    private static string Escape(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\\' => "\\\\",
        '\'' => "\\'",
        _ when IsControl(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        _ => character.ToString(),
    };
}
