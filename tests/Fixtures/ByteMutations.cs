namespace Xmrl.Fixtures;

/// <summary>Damages bytes in a repeatable way, for tests of readers that must survive any input.</summary>
internal sealed class ByteMutations(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="bound"/> − 1 (SplitMix64; the slight bias does not matter here).</summary>
    public int Below(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)bound);
    }

    /// <summary>A copy with one to four bytes changed, removed, repeated or replaced by one of <paramref name="alphabet"/>.</summary>
    public byte[] Mutate(byte[] original, ReadOnlySpan<byte> alphabet)
    {
        var bytes = new List<byte>(original);
        for (int count = 1 + Below(4); count > 0 && bytes.Count > 0; count--)
        {
            int at = Below(bytes.Count);
            switch (Below(6))
            {
                case 0: bytes[at] = (byte)Below(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, alphabet[Below(alphabet.Length)]); break;
                case 3: bytes[at] = alphabet[Below(alphabet.Length)]; break;
                case 4: bytes.RemoveRange(at, Math.Min(Below(8), bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(Below(8), bytes.Count - at))); break;
            }
        }

        return [.. bytes];
    }
}
