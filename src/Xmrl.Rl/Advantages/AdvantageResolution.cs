using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Rl.Advantages;

/// <summary>The spread of advantages up to which they say nothing about actions, so that no scale may blow them up to 1.</summary>
/// <remarks>
/// Two things leave a spread where nothing is to be learned. Rounding: an advantage is a difference of numbers of type Real.
/// And the fit of V: a cubic in time leaves up to an eighth of 1/(1 − γ) = 100 over 1000 steps of equal rewards. No threshold on the
/// spread separates this rest from a signal of that size;
/// it is told by the rewards instead: where at every step all trajectories go on to earn the same, nothing was seen to depend on an action.
/// Rewards that are equal on average but drawn at random differ between trajectories: that is noise of sampling, which no single rollout
/// can tell from a signal.
/// </remarks>
internal static class AdvantageResolution
{
    /// <summary>Roundings between a reward and its advantage: of G, of V, of their difference, and of the rest of the way back.</summary>
    private const double Roundings = 4;

    /// <summary>Largest relative error of one rounding to Real.</summary>
    private const double Rounding = sizeof(Real) == sizeof(float) ? 1.0 / (1 << 24) : 1.0 / (1L << 53);

    /// <summary>The resolution of a rollout's advantages.</summary>
    /// <param name="trajectories">Rewards and ends.</param>
    /// <param name="returns">Discounted rewards-to-go. Shape [n].</param>
    /// <param name="values">V before each step. Shape [n].</param>
    /// <returns>Infinity where all trajectories earn the same at every step (for a single one: where all its rewards are equal), else
    /// that of rounding.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static double Of(PackedTrajectories trajectories, ReadOnlySpan<Real> returns, ReadOnlySpan<Real> values)
    {
        trajectories.Check();
        if (returns.Length != trajectories.Samples || values.Length != trajectories.Samples)
        {
            throw new ArgumentException(
                $"returns has shape [{returns.Length}] and values [{values.Length}]; expected [{trajectories.Samples}].", nameof(returns));
        }

        bool isEqual = trajectories.Count == 1 ? AllEqual(trajectories.Rewards) : trajectories.Count > 1 && AllAlike(trajectories, returns);
        return isEqual ? double.PositiveInfinity : OfRounding(returns, values);
    }

    /// <summary>The resolution of single steps that belong to no trajectory.</summary>
    /// <param name="returns">Rewards or rewards-to-go. Any length.</param>
    /// <param name="values">V. Any length.</param>
    /// <returns>Four roundings of the largest number.</returns>
    public static double OfRounding(ReadOnlySpan<Real> returns, ReadOnlySpan<Real> values)
        => Roundings * Rounding * Math.Max(Largest(returns), Largest(values));

    /// <summary>Whether all numbers are the same.</summary>
    /// <param name="numbers">Any length.</param>
    /// <returns>True for none and for one.</returns>
    public static bool AllEqual(ReadOnlySpan<Real> numbers) => numbers.Length < 2 || !numbers[1..].ContainsAnyExcept(numbers[0]);

    private static bool AllAlike(PackedTrajectories trajectories, ReadOnlySpan<Real> returns)
    {
        int length = trajectories.Starts[1];
        for (int j = 1; j < trajectories.Count; j++)
        {
            if (trajectories.Starts[j + 1] - trajectories.Starts[j] != length || trajectories.Terminated[j] != trajectories.Terminated[0])
            {
                return false;
            }
        }

        double tolerance = 2 * Rounding * Largest(returns);
        for (int i = length; i < returns.Length; i++)
        {
            if (!(Math.Abs((double)returns[i] - returns[i % length]) <= tolerance))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The largest magnitude; NaN if a number is.</summary>
    private static double Largest(ReadOnlySpan<Real> numbers)
    {
        ref Real first = ref MemoryMarshal.GetReference(numbers);
        Vector256<Real> largest = Vector256<Real>.Zero;
        int i = 0;
        for (; i <= numbers.Length - Vector256<Real>.Count; i += Vector256<Real>.Count)
        {
            largest = Vector256.Max(largest, Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)i)));
        }

        Real all = 0;
        for (int lane = 0; lane < Vector256<Real>.Count; lane++)
        {
            all = Real.Max(all, largest[lane]);
        }

        for (; i < numbers.Length; i++)
        {
            all = Real.Max(all, Real.Abs(numbers[i]));
        }

        return all;
    }
}
