using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Xmrl.Training.Configuration;

/// <summary>Writes a configuration record as YAML with every key; <see cref="ConfigurationReader"/> reads it back to the same
/// values.</summary>
public static partial class ConfigurationWriter
{
    private const int IndentWidth = 2;

    /// <summary>Writes all keys, also those with default values.</summary>
    /// <typeparam name="T">A record class as <see cref="ConfigurationReader"/> takes it.</typeparam>
    /// <param name="configuration">The record.</param>
    /// <returns>A YAML document.</returns>
    public static string Write<T>(T configuration)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = new StringBuilder();
        Record(text, configuration, indent: 0, firstIndent: 0);
        return text.Length == 0 ? "{}\n" : text.ToString();
    }

    private static void Record(StringBuilder text, object record, int indent, int firstIndent)
    {
        int spaces = firstIndent;
        foreach ((string key, object? value) in RecordSchema.EntriesOf(record))
        {
            text.Append(' ', spaces).Append(key).Append(':');
            Value(text, value, indent);
            spaces = indent;
        }
    }

    private static void Value(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case null:
                text.Append(" null\n");
                break;
            case object scalar when ScalarText.IsScalar(scalar.GetType()):
                text.Append(' ').Append(Scalar(scalar)).Append('\n');
                break;
            case object shaped when ShapedAttribute.TextOf(shaped) is { } line:
                text.Append(' ').Append(Scalar(line)).Append('\n');
                break;
            case IEnumerable list:
                List(text, RecordBinder.IsUnset(list) ? [] : [.. list.Cast<object?>()], indent);
                break;
            case object record when !RecordSchema.EntriesOf(record).Any():
                text.Append(" {}\n");
                break;
            default:
                text.Append('\n');
                Record(text, value, indent + IndentWidth, indent + IndentWidth);
                break;
        }
    }

    private static void List(StringBuilder text, object?[] items, int indent)
    {
        if (items.All(static item => item is null || ScalarText.IsScalar(item.GetType())))
        {
            text.Append(" [").AppendJoin(", ", items.Select(static item => item is null ? "null" : Scalar(item))).Append("]\n");
            return;
        }

        text.Append('\n');
        foreach (object? item in items)
        {
            text.Append(' ', indent + IndentWidth).Append('-');
            if (item is null or IEnumerable || !RecordSchema.EntriesOf(item).Any())
            {
                Value(text, item, indent + IndentWidth);
            }
            else
            {
                Record(text, item, indent + (2 * IndentWidth), firstIndent: 1);
            }
        }
    }

    private static string Scalar(object value)
    {
        string text = ScalarText.Format(value);
        return value is not string || (PlainText().IsMatch(text) && text is not ("null" or "true" or "false")) ? text : Quoted(text);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            // Escapes keep every code unit, also controls and halves of surrogate pairs, out of the parser's reach.
            _ = character is '"' or '\\' ? quoted.Append('\\').Append(character)
                : character is >= ' ' and <= '~' ? quoted.Append(character)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlainText();
}
