using System.Globalization;
using System.Text.RegularExpressions;

namespace Xmrl.Cli.Settings;

/// <summary>The parts of a setting's documentation, such as "Outer iterations, in [1, 1000000]. Default 300 (tuned by us:
/// docs/tuning.md)."</summary>
/// <param name="Meaning">What it is, without range and default.</param>
/// <param name="Range">Its range, such as "[1, 1000000]" or "≥ 0"; empty where it has none.</param>
/// <param name="Source">What the default rests on; empty where that is not said.</param>
internal sealed partial record SettingText(string Meaning, string Range, string Source)
{
    /// <summary>Least and greatest number of <see cref="Range"/>, and whether they themselves are left out.</summary>
    internal (double? Least, bool LeastIsOut, double? Greatest, bool GreatestIsOut) Bounds
    {
        get
        {
            if (Closed().Match(Range) is { Success: true } both)
            {
                return (
                    Number(both.Groups["least"].Value), Range[0] == '(', Number(both.Groups["greatest"].Value), Range[^1] == ')');
            }

            return OneSided().Match(Range) is { Success: true } one
                ? (Number(one.Groups["least"].Value), one.Groups["sign"].Value == ">", null, false)
                : (null, false, null, false);
        }
    }

    /// <summary>Takes documentation apart.</summary>
    /// <param name="summary">The summary in plain text.</param>
    internal static SettingText Of(string summary)
    {
        (string text, string source) = WithoutDefault(summary);
        Match found = InText().Match(text);
        if (!found.Success)
        {
            return new SettingText(text, "", source);
        }

        string range = found.Groups["range"].Value;
        string rest = text.Remove(found.Index, found.Length);
        return new SettingText(rest, range, source);
    }

    /// <summary>The text without the sentence about the default, and what that sentence says of its origin.</summary>
    private static (string Text, string Source) WithoutDefault(string summary)
    {
        Match start = DefaultStart().Match(summary);
        if (!start.Success)
        {
            return (summary, "");
        }

        int end = SentenceEnd(summary, start.Index + start.Length);
        string sentence = summary[(start.Index + start.Length)..end].TrimEnd('.');
        string text = (summary[..start.Index].TrimEnd() + summary[end..]).Trim();
        int open = sentence.IndexOf('(', StringComparison.Ordinal);
        int colon = sentence.IndexOf(": ", StringComparison.Ordinal);
        return open >= 0 && (colon < 0 || open < colon) && sentence.EndsWith(')') ? (text, sentence[(open + 1)..^1])
            : colon >= 0 ? (text, sentence[(colon + 2)..])
            : (text, "");
    }

    /// <summary>Where the sentence ends: behind a stop outside parentheses that a space or the end follows.</summary>
    private static int SentenceEnd(string text, int from)
    {
        int depth = 0;
        for (int i = from; i < text.Length; i++)
        {
            depth += text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (text[i] == '.' && depth <= 0 && (i + 1 == text.Length || text[i + 1] == ' '))
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=^|\. )Default:? ")]
    private static partial Regex DefaultStart();

    [GeneratedRegex(@",? (each )?in (?<range>[\[(]-?[\d.E+-]+, -?[\d.E+-]+[\])])|,? (?<range>[≥>] [\d.E+-]*\d)|, (?<range>finite)")]
    private static partial Regex InText();

    [GeneratedRegex(@"^[\[(](?<least>-?[\d.E+-]+), (?<greatest>-?[\d.E+-]+)[\])]$")]
    private static partial Regex Closed();

    [GeneratedRegex(@"^(?<sign>[≥>]) (?<least>[\d.E+-]*\d)$")]
    private static partial Regex OneSided();
}
