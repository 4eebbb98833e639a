using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands.Seeds;

/// <summary>Several seeds as they are named on the command line: a number, a range or a list.</summary>
internal static class SeedSet
{
    /// <summary>Most seeds that one command runs.</summary>
    internal const int Most = 1000;

    /// <summary>Reads the seeds.</summary>
    /// <param name="text">How many (3), from which to which (4-6), or which (1,5,9).</param>
    /// <param name="first">First seed, where <paramref name="text"/> says how many.</param>
    /// <returns>Different seeds, at least one.</returns>
    /// <exception cref="ConfigurationException">It is none of these.</exception>
    internal static ImmutableArray<ulong> Parse(string text, ulong first)
    {
        ImmutableArray<ulong>? seeds = text.Contains(',', StringComparison.Ordinal) ? List(text)
            : text.Split('-') is [var low, var high] ? Range(Whole(low), Whole(high))
            : Whole(text) is { } count and > 0 and <= Most && first <= ulong.MaxValue - count ? Range(first, first + count - 1)
            : null;
        return seeds ?? throw new ConfigurationException(
            $"--seeds is {text}; expected how many (3), a range (4-6) or a list without repetition (1,5,9), at most {Most} seeds.");
    }

    private static ImmutableArray<ulong>? List(string text)
    {
        ulong?[] all = [.. text.Split(',').Select(static word => Whole(word.Trim()))];
        return all.Length <= Most && all.All(static seed => seed is not null) && all.Distinct().Count() == all.Length
            ? [.. all.Select(static seed => seed!.Value)]
            : null;
    }

    private static ImmutableArray<ulong>? Range(ulong? low, ulong? high)
        => low is { } from && high is { } to && from <= to && to - from < Most
            ? [.. Enumerable.Range(0, (int)(to - from) + 1).Select(i => from + (ulong)i)]
            : null;

    private static ulong? Whole(string text)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;
}
