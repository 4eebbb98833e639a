using System.Buffers.Binary;
using System.Text;

namespace Xmrl.Fixtures;

/// <summary>Damages files in a repeatable way, for tests of readers that must survive any input.</summary>
/// <param name="seed">Decides everything.</param>
internal sealed class Mutator(ulong seed)
{
    /// <summary>Longest case, in bytes.</summary>
    public const int LengthLimit = 1 << 16;

    private static readonly ulong[] s_hostile =
        [
            0, 1, 2, 7, 8, 9, 255, 256, 65_535, 100_000_000, 100_000_001, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, long.MaxValue,
            1UL << 63, ulong.MaxValue, ulong.MaxValue - 7,
        ];

    private static readonly string[] s_numbers =
        [
            "0", "-0", "-1", "1e999", "-1e999", "1e-999", "2147483648", "9223372036854775807", "9223372036854775808",
            "18446744073709551616", "0.1", "1.", ".5", "NaN", "Infinity", "1_000", "0x10", "١", "00000000000000000000001",
        ];

    private ulong _state = seed;

    /// <summary>64 bits (SplitMix64).</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1; the slight bias does not matter here.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>One of some things.</summary>
    public T Pick<T>(IReadOnlyList<T> things) => things[Below(things.Count)];

    /// <summary>A damaged copy of a file of the corpus: one to four changes of bytes, numbers, lines, words, or order.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> corpus, IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>(Pick(corpus));
        for (int count = 1 + Below(4); count > 0; count--)
        {
            Change(bytes, corpus, tokens);
            if (bytes.Count > LengthLimit)
            {
                bytes.RemoveRange(LengthLimit, bytes.Count - LengthLimit);
            }
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus, IReadOnlyList<string> tokens)
    {
        int at = Below(bytes.Count + 1);
        int length = Math.Min(1 + Below(16), bytes.Count - at);
        switch (Below(14))
        {
            case 0 when length > 0: bytes[at] = (byte)Below(256); break;
            case 1 when length > 0: bytes[at] ^= (byte)(1 << Below(8)); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(tokens))); break;
            case 5:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(tokens)));
                break;
            case 6: Repeat(bytes, at, Math.Min(length, 4)); break;
            case 7: bytes.RemoveRange(at, bytes.Count - at); break;
            case 8: Splice(bytes, at, Pick(corpus)); break;
            case 9: SwapLines(bytes); break;
            case 10: RepeatLine(bytes); break;
            case 11: OverwriteInteger(bytes, at); break;
            default: ReplaceNumber(bytes, at); break;
        }
    }

    private void Repeat(List<byte> bytes, int at, int length)
    {
        byte[] part = length > 0 ? [.. bytes.GetRange(at, length)] : "["u8.ToArray();
        for (int times = 1 << Below(12); times > 0 && bytes.Count < LengthLimit; times--)
        {
            bytes.InsertRange(at, part);
        }
    }

    private void Splice(List<byte> bytes, int at, byte[] other)
    {
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(Below(other.Length + 1)));
    }

    private void SwapLines(List<byte> bytes)
    {
        (int first, int firstLength) = Line(bytes);
        byte[] line = [.. bytes.GetRange(first, firstLength)];
        bytes.RemoveRange(first, firstLength);
        bytes.InsertRange(Line(bytes).Start, line);
    }

    private void RepeatLine(List<byte> bytes)
    {
        (int start, int length) = Line(bytes);
        bytes.InsertRange(Line(bytes).Start, [.. bytes.GetRange(start, length)]);
    }

    private (int Start, int Length) Line(List<byte> bytes)
    {
        int at = Below(bytes.Count + 1);
        int start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
        int end = bytes.IndexOf((byte)'\n', start);
        return (start, (end < 0 ? bytes.Count : end + 1) - start);
    }

    private void OverwriteInteger(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, Pick(s_hostile));
        int start = Below(4) == 0 ? 0 : at;
        for (int i = 0, width = 1 << Below(4); i < width && start + i < bytes.Count; i++)
        {
            bytes[start + i] = number[i];
        }
    }

    private void ReplaceNumber(List<byte> bytes, int at)
    {
        int start = bytes.FindIndex(at, static b => b is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
        {
            return;
        }

        int end = bytes.FindIndex(start, static b => b is not (>= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'e' or (byte)'-'));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(Pick(s_numbers)));
    }
}
