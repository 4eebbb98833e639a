namespace Xmrl.Runs.Tests.Records;

/// <summary>A file with one bit flipped, for every bit.</summary>
internal static class EveryBit
{
    private const int BitsPerByte = 8;

    /// <summary>Flips each bit in turn, looks, and restores the file.</summary>
    internal static void Flipped(string path, Action look)
    {
        byte[] whole = File.ReadAllBytes(path);
        for (int bit = 0; bit < whole.Length * BitsPerByte; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / BitsPerByte] ^= (byte)(1 << (bit % BitsPerByte));
            File.WriteAllBytes(path, damaged);
            look();
        }

        File.WriteAllBytes(path, whole);
    }
}
