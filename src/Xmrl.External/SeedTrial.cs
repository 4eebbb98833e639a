using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External;

/// <summary>Tries whether a program honours its seeds: the same seed and actions again in the same copy, and in another environment beside
/// a second copy, must give the same bits.</summary>
internal static class SeedTrial
{
    private const int LongestEpisode = 25;

    private static readonly RandomKey s_key = RandomKey.FromSeed(0x5EED);

    /// <summary>Tries it.</summary>
    /// <param name="family">The family; its programs are asked.</param>
    /// <returns>What differed, in a sentence; null where nothing did.</returns>
    /// <exception cref="Connections.ExternalEnvironmentException">The program fails.</exception>
    public static string? Doubt(ExternalFamily family)
    {
        MdpTask task = family.SampleTask(s_key, 0);
        if (!task.Parameters.AsSpan().SequenceEqual(family.SampleTask(s_key, 0).Parameters.AsSpan()))
        {
            return $"{family.Spec.Id} drew two different tasks from one seed, so that a run on it cannot be repeated.";
        }

        using var first = (ExternalEnvironment)family.Create(task, 1);
        using var second = (ExternalEnvironment)family.Create(task, 2);
        List<Real[]> expected = Play(first, [0]);
        return Difference(family.Spec, expected, Play(first, [0]), "a second episode")
            ?? Difference(family.Spec, expected, Play(second, [1, 0]), "another copy");
    }

    /// <summary>One episode of copy 0: observation, reward and end of each step.</summary>
    private static List<Real[]> Play(ExternalEnvironment environment, int[] copies)
    {
        EnvironmentSpec spec = environment.Spec;
        int place = Array.IndexOf(copies, 0);
        Real[] observations = new Real[copies.Length * spec.ObservationSize];
        Real[] actions = new Real[copies.Length * spec.ActionSize];
        Real[] rewards = new Real[copies.Length];
        bool[] terminated = new bool[copies.Length];
        bool[] truncated = new bool[copies.Length];
        List<Real[]> seen = [];
        environment.Reset(copies, s_key, observations);
        Note();
        for (int step = 0; step < Math.Min(LongestEpisode, spec.Horizon) && !terminated.Contains(true) && !truncated.Contains(true); step++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                double draw = s_key.Derive((ulong)copies[i / spec.ActionSize])
                    .Uniform((ulong)((step * spec.ActionSize) + (i % spec.ActionSize)));
                actions[i] = (Real)(spec.ActionChoices > 0 ? Math.Floor(draw * spec.ActionChoices) : (2 * draw) - 1);
            }

            environment.Step(copies, actions, new StepResult
            {
                Observations = observations,
                Rewards = rewards,
                Terminated = terminated,
                Truncated = truncated,
                Succeeded = new bool[copies.Length],
            });
            Note();
        }

        return seen;

        void Note() => seen.Add(
            [.. observations.AsSpan(place * spec.ObservationSize, spec.ObservationSize), rewards[place], terminated[place] ? 1 : 0]);
    }

    /// <summary>The first difference, as far as both episodes go.</summary>
    private static string? Difference(EnvironmentSpec spec, List<Real[]> expected, List<Real[]> found, string where)
    {
        for (int step = 0; step < Math.Min(expected.Count, found.Count); step++)
        {
            for (int i = 0; i < expected[step].Length; i++)
            {
                if (!expected[step][i].Equals(found[step][i]))
                {
                    string what = i < spec.ObservationSize ? $"component {i} of the observation"
                        : i == spec.ObservationSize ? "the reward"
                        : "the end";
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{spec.Id} does not honour its seeds: with the same seed and actions, {where} differs in {what} at step {step} "
                            + $"({found[step][i]} instead of {expected[step][i]}), so that a run on it cannot be repeated.");
                }
            }
        }

        return null;
    }
}
