using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Xmrl.Rl.Replay;

/// <content>Segments of a fixed number of steps as bytes, little-endian: a closed one never changes.</content>
internal sealed partial class ReplayBuffer
{
    private const ulong Magic = 0x3147_4553_4C52_4D58; // "XMRLSEG1"
    private const int PrefixBytes = 36;

    /// <summary>Segments that hold the steps in the ring at a head, oldest first.</summary>
    /// <param name="head">The mark, or where the replay stands.</param>
    /// <returns>Each with its number of steps; the last may still be open.</returns>
    public IEnumerable<ReplaySegment> SegmentsOf(ReplayHead head)
    {
        int length = Shape.SegmentSteps;
        for (long number = OldestOf(head) / length; number * length < head.Count; number++)
        {
            long end = Math.Min((number + 1) * length, head.Count);
            yield return new ReplaySegment(number, (int)(end - (number * length)), IsClosed: (number + 1) * length < head.Count);
        }
    }

    /// <summary>The bytes of a segment. What was appended after the head has no influence on them.</summary>
    /// <param name="segment">One of <see cref="SegmentsOf"/>.</param>
    /// <returns>Its bytes.</returns>
    public byte[] Encode(ReplaySegment segment)
    {
        long first = segment.Number * Shape.SegmentSteps;
        long[] finals =
        [
            .. Enumerable.Range(0, segment.Steps).Select(i => first + i)
                .Where(step => _finals.ContainsKey(step) || (!segment.IsClosed && step == first + segment.Steps - 1)),
        ];
        byte[] bytes = new byte[LengthOf(segment.Steps, finals.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        int[] sizes = [sizeof(Real), Shape.ObservationSize, Shape.ActionSize, segment.Steps, finals.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 + (4 * i)), sizes[i]);
        }

        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(28), first);
        Span<byte> rest = bytes.AsSpan(PrefixBytes);
        for (int i = 0; i < segment.Steps; i++)
        {
            int slot = Slot(first + i);
            Put(Observation(first + i), ref rest);
            Put(_actions.AsSpan(slot * Shape.ActionSize, Shape.ActionSize), ref rest);
            Put([_rewards[slot], _valueRewards[slot]], ref rest);
            rest[0] = _flags[slot];
            rest = rest[1..];
        }

        foreach (long step in finals)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, (int)(step - first));
            rest = rest[4..];
            Put(Next(step), ref rest);
        }

        return bytes;
    }

    /// <summary>Goes on from stored segments.</summary>
    /// <param name="head">Where the replay stood.</param>
    /// <param name="read">Gives the bytes of each of the segments of that head.</param>
    /// <exception cref="InvalidDataException">The head or a segment is not valid; the message says what was expected and found.</exception>
    public void Restore(ReplayHead head, Func<ReplaySegment, byte[]> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (head.Count < 0 || head.ContextStart < 0 || head.ContextStart > head.Count || head.Dropped < 0)
        {
            throw new InvalidDataException($"{head} is no place of a replay.");
        }

        _finals.Clear();
        (Head, _mark) = (default, head);
        foreach (ReplaySegment segment in SegmentsOf(head))
        {
            Decode(segment, read(segment));
        }

        // All that is stored counts as before the mark.
        Head = head;
        FindRanges();
    }

    private int LengthOf(int steps, int finals) => checked(
        PrefixBytes + (steps * (((Shape.ObservationSize + Shape.ActionSize + 2) * sizeof(Real)) + 1))
            + (finals * (4 + (Shape.ObservationSize * sizeof(Real)))));

    private void Decode(ReplaySegment segment, ReadOnlySpan<byte> bytes)
    {
        long first = segment.Number * Shape.SegmentSteps;
        int finals = bytes.Length >= PrefixBytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]) : 0;
        int[] expected = [sizeof(Real), Shape.ObservationSize, Shape.ActionSize, segment.Steps];
        if (bytes.Length < PrefixBytes
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic
            || finals < 0
            || finals > segment.Steps
            || bytes.Length != LengthOf(segment.Steps, finals)
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[28..]) != first)
        {
            throw new InvalidDataException(
                $"{bytes.Length} bytes are no segment of {segment.Steps} steps from step {first} on.");
        }

        for (int i = 0; i < expected.Length; i++)
        {
            int found = BinaryPrimitives.ReadInt32LittleEndian(bytes[(8 + (4 * i))..]);
            if (found != expected[i])
            {
                throw new InvalidDataException(
                    $"A segment has bytes per number, observations, actions, steps {string.Join(", ", expected)}; number {i} of them is "
                        + $"{found}.");
            }
        }

        EnsureRoom(first + segment.Steps);
        ReadOnlySpan<byte> rest = bytes[PrefixBytes..];
        for (int i = 0; i < segment.Steps; i++)
        {
            int slot = Slot(first + i);
            Take(_observations.AsSpan(slot * Shape.ObservationSize, Shape.ObservationSize), ref rest);
            Take(_actions.AsSpan(slot * Shape.ActionSize, Shape.ActionSize), ref rest);
            Take(_rewards.AsSpan(slot, 1), ref rest);
            Take(_valueRewards.AsSpan(slot, 1), ref rest);
            _flags[slot] = rest[0] < 2 * ContextBit
                ? rest[0]
                : throw new InvalidDataException($"Step {first + i} of a segment has flags {rest[0]}; expected below {2 * ContextBit}.");
            rest = rest[1..];
        }

        for (int i = 0; i < finals; i++)
        {
            int place = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (place < 0 || place >= segment.Steps)
            {
                throw new InvalidDataException($"A segment of {segment.Steps} steps has an end at step {place}.");
            }

            var final = new Real[Shape.ObservationSize];
            rest = rest[4..];
            Take(final, ref rest);
            _finals[first + place] = final;
        }

        Head = Head with { Count = first + segment.Steps };
    }

    private static void Put(scoped ReadOnlySpan<Real> values, ref Span<byte> into)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(into);
        into = into[bytes.Length..];
    }

    private static void Take(scoped Span<Real> values, ref ReadOnlySpan<byte> from)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        from[..bytes.Length].CopyTo(bytes);
        from = from[bytes.Length..];
    }
}
