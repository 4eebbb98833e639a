using System.Globalization;
using System.Runtime.InteropServices;

namespace Xmrl.Environments.Checks;

/// <summary>Everything that one copy showed during one episode.</summary>
/// <param name="observationSize">Number of components of an observation.</param>
internal sealed class EpisodeRecord(int observationSize)
{
    private readonly List<Real> _numbers = [];
    private readonly List<(bool Terminated, bool Truncated, bool Succeeded)> _flags = [];

    /// <summary>Steps so far.</summary>
    public int Steps => _flags.Count;

    /// <summary>Notes the first observation.</summary>
    public void Begin(ReadOnlySpan<Real> observation) => _numbers.AddRange(observation);

    /// <summary>Notes a step.</summary>
    public void Add(ReadOnlySpan<Real> observation, Real reward, (bool Terminated, bool Truncated, bool Succeeded) flags)
    {
        _numbers.AddRange(observation);
        _numbers.Add(reward);
        _flags.Add(flags);
    }

    /// <summary>The first step that said success, from 1; 0 if none did.</summary>
    public int FirstSuccess => _flags.FindIndex(static flags => flags.Succeeded) + 1;

    /// <summary>Where two episodes first differ, bit by bit.</summary>
    /// <param name="other">The other episode.</param>
    /// <returns>The step, 0 for the first observation, with a sentence and whether only flags differ; null where they are alike.</returns>
    public (int Step, string Found, bool IsFlag)? FirstDifference(EpisodeRecord other)
    {
        ReadOnlySpan<byte> own = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_numbers));
        ReadOnlySpan<byte> others = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(other._numbers));
        int number = own.CommonPrefixLength(others) / sizeof(Real);
        int shared = Math.Min(Steps, other.Steps);
        int flag = 0;
        while (flag < shared && _flags[flag] == other._flags[flag])
        {
            flag++;
        }

        bool hasNumber = number < Math.Min(_numbers.Count, other._numbers.Count);
        int numberStep = number < observationSize ? 0 : ((number - observationSize) / (observationSize + 1)) + 1;
        if (hasNumber && numberStep <= flag + 1)
        {
            int at = number < observationSize ? number : (number - observationSize) % (observationSize + 1);
            string what = at < observationSize ? $"component {at} of the observation" : "the reward";
            return (
                numberStep,
                string.Create(
                    CultureInfo.InvariantCulture, $"{what} {_numbers[number]} the one time and {other._numbers[number]} the other"),
                false);
        }

        return flag < shared ? (flag + 1, $"{Text(_flags[flag])} the one time and {Text(other._flags[flag])} the other", true)
            : Steps != other.Steps ? (shared, $"{Steps} steps the one time and {other.Steps} the other", false)
            : null;
    }

    private static string Text((bool Terminated, bool Truncated, bool Succeeded) flags)
    {
        string[] set =
        [
            .. new[] { (flags.Terminated, "terminated"), (flags.Truncated, "truncated"), (flags.Succeeded, "succeeded") }
                .Where(static flag => flag.Item1).Select(static flag => flag.Item2),
        ];
        return set.Length == 0 ? "no flag" : string.Join(" and ", set);
    }
}
