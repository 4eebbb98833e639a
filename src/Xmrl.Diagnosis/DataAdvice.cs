using System.Globalization;
using Xmrl.Explain.Influence;

namespace Xmrl.Diagnosis;

/// <summary>What an explanation says of stored data: which buffers to throw away, and which tasks' data to collect next.</summary>
internal static class DataAdvice
{
    private const int Named = 5;

    /// <summary>The advice, one sentence per line.</summary>
    /// <param name="found">The explanation.</param>
    /// <param name="harmful">Positions of training tasks that harm beyond noise, most harmful first.</param>
    /// <param name="poor">Positions of the poor validation tasks, worst first.</param>
    public static string Of(Explanation found, IReadOnlyList<int> harmful, IReadOnlyList<int> poor)
    {
        int[] last = [.. found.Ranking.Reverse().Take(Named)];
        double Influence(int position) => found.Agreement.Elements[position].Value;
        string least = string.Create(
            CultureInfo.InvariantCulture,
            $"Least aligned with the poor tasks are the buffers of training tasks {Numbers(last)} (influence {Influence(last[0]):0.00} to "
                + $"{Influence(last[^1]):0.00}).");
        string harm = harmful.Count == 0
            ? "No buffer harms beyond the noise of its influence, so that none is to be thrown away."
            : $"Buffers that harm beyond the noise of their influence: {Numbers(harmful)}. Check their rewards; what leaving them out "
                + "brings is measured by improve --methods xmrl-pruned,random-pruned,continued.";
        return string.Join(
            '\n', least, harm,
            $"Collect next: data of tasks like validation tasks {Numbers(poor)}, the poorest first. What their buffers bring beside as "
                + "many others is measured by improve --methods xmrl-poor,random-added,continued.");
    }

    private static string Numbers(IEnumerable<int> positions) => string.Join(", ", positions.Select(position => position + 1));
}
