using System.Collections.Immutable;

namespace Xmrl.Reproduction;

/// <summary>What is wrong with a paper's own figures, and weighs on every verdict about the rows that it concerns.</summary>
/// <param name="Text">The fault, in a sentence.</param>
/// <param name="Rows">Beginnings of the rows that it concerns; empty for all.</param>
internal sealed record StudyFault(string Text, ImmutableArray<string> Rows)
{
    /// <summary>Letters of the faults that concern a row, in their order, such as "a, c"; empty for none.</summary>
    /// <param name="faults">All faults.</param>
    /// <param name="rows">One row, or those of a claim.</param>
    /// <returns>The letters.</returns>
    public static string Letters(IReadOnlyList<StudyFault> faults, params ReadOnlySpan<string> rows)
    {
        var letters = new List<char>();
        foreach ((int i, StudyFault fault) in faults.Index())
        {
            foreach (string row in rows)
            {
                if (fault.Rows.IsEmpty || fault.Rows.Any(beginning => row.StartsWith(beginning, StringComparison.Ordinal)))
                {
                    letters.Add(LetterOf(i));
                    break;
                }
            }
        }

        return string.Join(", ", letters);
    }

    /// <summary>The letter of a fault.</summary>
    /// <param name="index">Its position, in [0, 26).</param>
    /// <returns>a, b, c, …</returns>
    public static char LetterOf(int index) => (char)('a' + index);
}
