using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>Plays episodes into memory that holds a mark, so that what a call does not write is seen, and notes what breaks a
/// rule.</summary>
/// <param name="environment">The environment.</param>
/// <param name="findings">Receives the findings.</param>
internal sealed class EpisodePlayer(IEnvironment environment, FindingList findings)
{
    /// <summary>A number that nobody computes: not a number, with a payload.</summary>
    private static readonly Real s_mark = sizeof(Real) == sizeof(float)
        ? (Real)BitConverter.Int32BitsToSingle(0x7FC5_A3E1)
        : (Real)BitConverter.Int64BitsToDouble(0x7FF8_5A3E_1C77_0B25);

    private readonly EnvironmentSpec _spec = environment.Spec;

    /// <summary>What flags hold before a step; a second play with the other value shows flags that are not written.</summary>
    public bool FlagsBefore { get; init; }

    /// <summary>Called after every step; null for nothing.</summary>
    public Action? Between { get; init; }

    /// <summary>Plays one episode in each of the given copies.</summary>
    /// <param name="copies">The copies, in the order in which they are named to the environment.</param>
    /// <param name="key">Random numbers of the episodes.</param>
    /// <param name="actions">The actions.</param>
    /// <returns>What the copies showed; null if something threw or an episode did not end.</returns>
    public Dictionary<int, EpisodeRecord>? Play(int[] copies, RandomKey key, ActionSource actions)
    {
        int size = _spec.ObservationSize;
        var observations = new Real[copies.Length * size];
        Array.Fill(observations, s_mark);
        if (!findings.Call(
            $"{Task}, start of episode {copies[0]}", $"a reset that writes {size} numbers per copy",
            () => environment.Reset(copies, key, observations)))
        {
            return null;
        }

        var records = new Dictionary<int, EpisodeRecord>();
        for (int i = 0; i < copies.Length; i++)
        {
            records[copies[i]] = new EpisodeRecord(size);
            records[copies[i]].Begin(observations.AsSpan(i * size, size));
            Inspect($"{Task}, start of episode {copies[i]}", observations.AsSpan(i * size, size), []);
        }

        int[] running = copies;
        for (int step = 1; running.Length > 0; step++)
        {
            if (Step(running, step, actions, records) is not { } left)
            {
                return null;
            }

            running = left;
            if (running.Length > 0 && step == _spec.Horizon)
            {
                findings.Add(
                    CheckRule.End, Place(running[0], step), $"an end at the horizon of {_spec.Horizon} steps",
                    "neither terminated nor truncated");
                return null;
            }

            if (Between is not null && !findings.Call(Place(copies[0], step), "other environments to be usable at the same time", Between))
            {
                return null;
            }
        }

        return records;
    }

    private string Task => $"task {environment.MdpTask.Index}";

    private string Place(int copy, int step) => $"{Task}, episode {copy}, step {step}";

    /// <summary>One step of the running copies.</summary>
    /// <returns>Those that go on; null if the step threw.</returns>
    private int[]? Step(int[] running, int step, ActionSource actions, Dictionary<int, EpisodeRecord> records)
    {
        int size = _spec.ObservationSize;
        var buffers = new ProbeBuffers(_spec, running.Length, s_mark, FlagsBefore);
        for (int i = 0; i < running.Length; i++)
        {
            actions(running[i], step - 1, buffers.Actions.AsSpan(i * _spec.ActionSize, _spec.ActionSize));
        }

        if (!findings.Call(
            Place(running[0], step), $"a step that reads {_spec.ActionSize} numbers per copy and writes {size} and a reward",
            () => environment.Step(running, buffers.Actions, buffers.Result)))
        {
            return null;
        }

        var left = new List<int>();
        for (int i = 0; i < running.Length; i++)
        {
            EpisodeRecord record = records[running[i]];
            (bool Terminated, bool Truncated, bool Succeeded) flags = (buffers.Terminated[i], buffers.Truncated[i], buffers.Succeeded[i]);
            record.Add(buffers.Observations.AsSpan(i * size, size), buffers.Rewards[i], flags);
            Inspect(Place(running[i], step), buffers.Observations.AsSpan(i * size, size), buffers.Rewards.AsSpan(i, 1));
            InspectEnd(Place(running[i], step), record, flags);
            if (!flags.Terminated && !flags.Truncated)
            {
                left.Add(running[i]);
            }
        }

        return [.. left];
    }

    private void Inspect(string place, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> reward)
    {
        for (int i = 0; i < observation.Length; i++)
        {
            Inspect(place, $"component {i} of the observation", observation[i]);
        }

        if (!reward.IsEmpty)
        {
            Inspect(place, "the reward", reward[0]);
        }
    }

    private void Inspect(string place, string what, Real value)
    {
        if (IsMark(value))
        {
            findings.Add(CheckRule.Unwritten, place, $"{what} to be written", "what stood there before the call");
        }
        else if (!Real.IsFinite(value))
        {
            findings.Add(
                CheckRule.Finite, place, $"{what} to be a finite number", value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static bool IsMark(Real value) => sizeof(Real) == sizeof(float)
        ? BitConverter.SingleToInt32Bits((float)value) == BitConverter.SingleToInt32Bits((float)s_mark)
        : BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(s_mark);

    private void InspectEnd(string place, EpisodeRecord record, (bool Terminated, bool Truncated, bool Succeeded) flags)
    {
        if (flags.Terminated && flags.Truncated)
        {
            findings.Add(CheckRule.End, place, "one end", "terminated and truncated at once");
        }
        else if (flags.Truncated && record.Steps != _spec.Horizon)
        {
            findings.Add(
                CheckRule.End, place, $"truncation at the horizon of {_spec.Horizon} steps alone", $"truncated after {record.Steps}");
        }

        if (!_spec.HasSuccess && flags.Succeeded)
        {
            findings.Add(CheckRule.Success, place, "no success, as HasSuccess is false", "succeeded");
        }
        else if ((flags.Terminated || flags.Truncated) && !flags.Succeeded && record.FirstSuccess > 0)
        {
            findings.Add(
                CheckRule.Success, place, "success on the step that ends the episode, which alone counts",
                $"an end without success, after success in step {record.FirstSuccess}, which ended nothing");
        }
    }
}
