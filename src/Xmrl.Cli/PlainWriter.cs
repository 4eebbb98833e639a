using System.Globalization;
using System.Text;

namespace Xmrl.Cli;

/// <summary>Hands text on so that names and stored texts cannot steer the terminal: what is written as one line is one line, and control
/// characters are shown as escapes.</summary>
/// <param name="inner">Receives the text.</param>
internal sealed class PlainWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>The writer below, for those who draw on a terminal and have escaped their texts.</summary>
    internal TextWriter Inner { get; } = inner;

    /// <inheritdoc/>
    public override Encoding Encoding => Inner.Encoding;

    /// <summary>A text as it may stand on a terminal: line breaks, control characters and those that turn the direction of writing as \n,
    /// \t or \u001B.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text itself where there is nothing to escape.</returns>
    internal static string Escape(string text) => Replace(text, keepsLayout: false);

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <summary>Writes a piece, whose line breaks and tabs are the program's own.</summary>
    public override void Write(string? value) => Inner.Write(value is null ? null : Replace(value, keepsLayout: true));

    /// <inheritdoc/>
    public override void WriteLine() => Inner.WriteLine();

    /// <summary>Writes one line.</summary>
    public override void WriteLine(string? value) => Inner.WriteLine(value is null ? null : Escape(value));

    /// <inheritdoc/>
    public override void Flush() => Inner.Flush();

    private static string Replace(string text, bool keepsLayout)
    {
        if (!Steers(text, keepsLayout))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (char character in text)
        {
            if (!IsSteering(character, keepsLayout))
            {
                escaped.Append(character);
                continue;
            }

            _ = character switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
            };
        }

        return escaped.ToString();
    }

    private static bool Steers(string text, bool keepsLayout)
    {
        foreach (char character in text)
        {
            if (IsSteering(character, keepsLayout))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSteering(char character, bool keepsLayout) =>
        !(keepsLayout && (character is '\n' or '\r' or '\t'))
        && (char.IsControl(character) || character is '\u2028' or '\u2029' || IsDirection(character));

    /// <summary>Marks, embeddings, overrides and isolates of the direction of writing.</summary>
    private static bool IsDirection(char character) =>
        character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
