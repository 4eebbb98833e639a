using System.Collections.Immutable;

namespace Xmrl.External.Protocol;

/// <summary>What observations or actions are, as announced.</summary>
internal sealed record Space
{
    /// <summary>The most components of a space.</summary>
    public const int LargestSize = 100_000;

    private const int LargestRank = 8;

    /// <summary>Kind.</summary>
    public required SpaceKind Kind { get; init; }

    /// <summary>Number of choices of each component; empty for a box.</summary>
    public ImmutableArray<int> Choices { get; init; } = [];

    /// <summary>Lower bounds of a box, −∞ where there is none. Shape [n].</summary>
    public ImmutableArray<double> Low { get; init; } = [];

    /// <summary>Upper bounds of a box, ∞ where there is none. Shape [n].</summary>
    public ImmutableArray<double> High { get; init; } = [];

    /// <summary>Components in a message, four bytes each.</summary>
    public int Components => Kind == SpaceKind.Box ? Low.Length : Choices.Length;

    /// <summary>Reads a space.</summary>
    /// <param name="reader">Stands at its beginning.</param>
    /// <param name="what">What it is of: observations or actions.</param>
    /// <returns>A space that can be used.</returns>
    /// <exception cref="ProtocolException">It is not whole, or not of a kind that can be used.</exception>
    public static Space Read(ref PayloadReader reader, string what)
    {
        byte kind = reader.Byte($"the kind of {what}");
        return (SpaceKind)kind switch
        {
            SpaceKind.Box => Box(ref reader, what),
            SpaceKind.Discrete => new Space { Kind = SpaceKind.Discrete, Choices = [Choice(ref reader, what)] },
            SpaceKind.MultiDiscrete => Several(ref reader, what),
            SpaceKind.Other => throw new ProtocolException(
                $"has {what} of the space {reader.Text($"the name of the space of {what}")}; Box, Discrete and MultiDiscrete can be used: "
                    + "flatten it in the environment"),
            _ => throw new ProtocolException(
                $"announces {what} of a space of kind {kind}; 1 (Box), 2 (Discrete) and 3 (MultiDiscrete) are known"),
        };
    }

    private static Space Box(ref PayloadReader reader, string what)
    {
        int rank = reader.Byte($"the number of dimensions of {what}");
        if (rank > LargestRank)
        {
            throw new ProtocolException($"announces {what} of {rank} dimensions; at most {LargestRank} are allowed");
        }

        long size = 1;
        for (int i = 0; i < rank; i++)
        {
            size *= reader.Integer($"a dimension of {what}", 1, LargestSize);
            if (size > LargestSize)
            {
                throw new ProtocolException($"announces {what} of {size} or more components; at most {LargestSize} are allowed");
            }
        }

        if (reader.Left < 2 * sizeof(float) * size)
        {
            throw new ProtocolException($"announces {what} of {size} components without their bounds");
        }

        ImmutableArray<double> low = Bounds(ref reader, (int)size, $"a lower bound of {what}");
        ImmutableArray<double> high = Bounds(ref reader, (int)size, $"an upper bound of {what}");
        for (int i = 0; i < size; i++)
        {
            if (!(low[i] <= high[i]) || double.IsPositiveInfinity(low[i]) || double.IsNegativeInfinity(high[i]))
            {
                throw new ProtocolException(
                    $"announces {what} between {low[i]} and {high[i]} in component {i}; the lower bound must not be above the upper");
            }
        }

        return new Space { Kind = SpaceKind.Box, Low = low, High = high };
    }

    private static ImmutableArray<double> Bounds(ref PayloadReader reader, int size, string what)
    {
        // The largest float stands for no bound, as in Gymnasium's own environments.
        double[] bounds = new double[size];
        foreach (ref double bound in bounds.AsSpan())
        {
            float value = reader.Float(what);
            bound = value >= float.MaxValue ? double.PositiveInfinity : value <= float.MinValue ? double.NegativeInfinity : value;
        }

        return [.. bounds];
    }

    private static Space Several(ref PayloadReader reader, string what)
    {
        int count = reader.Integer($"a number of choices at once of {what}", 1, LargestSize);
        if (reader.Left < sizeof(int) * (long)count)
        {
            throw new ProtocolException($"announces {what} of {count} choices at once without their numbers");
        }

        int[] choices = new int[count];
        foreach (ref int choice in choices.AsSpan())
        {
            choice = Choice(ref reader, what);
        }

        return new Space { Kind = SpaceKind.MultiDiscrete, Choices = [.. choices] };
    }

    private static int Choice(ref PayloadReader reader, string what) => reader.Integer($"a number of choices of {what}", 1, LargestSize);
}
