using Xmrl.Numerics.Validation;

namespace Xmrl.Statistics;

/// <summary>Refuses samples for which a statistic has no meaning.</summary>
internal static class SampleGuard
{
    /// <summary>Throws unless the sample is long enough and finite.</summary>
    /// <param name="values">The sample.</param>
    /// <param name="minimum">Smallest length allowed.</param>
    /// <param name="parameter">Name of the caller's parameter.</param>
    /// <exception cref="ArgumentException">Too few values, or one that is NaN or infinite; the message says which.</exception>
    public static void Check(ReadOnlySpan<double> values, int minimum, string parameter)
    {
        if (values.Length < minimum)
        {
            throw new ArgumentException($"Expected at least {minimum} value(s); found {values.Length}.", parameter);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"Expected finite values; element {i} is {values[i]}.", parameter);
            }
        }
    }

    /// <summary>Throws unless both samples are long enough, finite and of one length.</summary>
    /// <param name="first">The first sample; its parameter is named in the message.</param>
    /// <param name="second">The second sample.</param>
    /// <param name="minimum">Smallest length allowed.</param>
    /// <param name="parameter">Name of the caller's first parameter.</param>
    /// <exception cref="ArgumentException">Lengths differ, too few values, or one that is NaN or infinite.</exception>
    public static void CheckPaired(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int minimum, string parameter)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"Paired samples need one length; found {first.Length} and {second.Length}.", parameter);
        }

        Check(first, minimum, parameter);
        Check(second, minimum, parameter);
    }

    /// <summary>Throws unless a share or level lies strictly between zero and one.</summary>
    /// <param name="value">The number.</param>
    /// <param name="parameter">Name of the caller's parameter.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside (0, 1), or NaN.</exception>
    public static void CheckOpenShare(double value, string parameter) => NumberRange.Open(0, 1).Require(value, parameter);
}
