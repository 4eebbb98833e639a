using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <summary>JSON files that end with the SHA-256 of their own bytes, so that not one bit of them changes unnoticed.</summary>
/// <remarks>The hash is the last value of the object and is taken over the whole file with its 64 digits as zeros; whatever reads JSON
/// reads such a file too.</remarks>
internal static class SealedJson
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;
    private static readonly byte[] s_before = ",\n  \"sha256\": \""u8.ToArray();
    private static readonly byte[] s_after = "\"\n}\n"u8.ToArray();

    /// <summary>Writes a value atomically.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="value">A record with at least one property.</param>
    /// <returns>The hash, 64 hexadecimal digits.</returns>
    internal static string Write<T>(string path, T value)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(value, RunJson.Options);
        int end = plain.AsSpan().LastIndexOf((byte)'}');
        ReadOnlySpan<byte> head = plain.AsSpan(0, end).TrimEnd(" \r\n\t"u8);
        byte[] file = [.. head, .. s_before, .. Enumerable.Repeat((byte)'0', Digits), .. s_after];
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        Encoding.ASCII.GetBytes(hash, file.AsSpan(file.Length - s_after.Length - Digits));
        RunFiles.Write(path, stream => stream.Write(file));
        return hash;
    }

    /// <summary>Whether a file ends as sealed files do, its hash right or wrong.</summary>
    internal static bool IsSealed(string path) => HasEnd(Bytes(path));

    /// <summary>Reads a value and checks the hash.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The value, and the hash of the file.</returns>
    /// <exception cref="InvalidDataException">The file was changed, cut off, or does not hold a <typeparamref name="T"/>; the message says
    /// what was expected and found.</exception>
    internal static (T Value, string Hash) Read<T>(string path)
    {
        byte[] file = Bytes(path);
        if (!HasEnd(file))
        {
            throw new InvalidDataException($"{path} was changed or cut off: it does not end with its SHA-256.");
        }

        Span<byte> digits = file.AsSpan(file.Length - s_after.Length - Digits, Digits);
        string expected = Encoding.ASCII.GetString(digits);
        digits.Fill((byte)'0');
        string found = Convert.ToHexStringLower(SHA256.HashData(file));
        if (found != expected)
        {
            throw new InvalidDataException($"{path} was changed: its SHA-256 is {found}; the file says {expected}.");
        }

        try
        {
            T value = JsonSerializer.Deserialize<T>(file, RunJson.Options)
                ?? throw new InvalidDataException($"{path}, line 1: found null; expected {typeof(T).Name}.");
            return (value, expected);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{path}, line {(error.LineNumber ?? 0) + 1}: not a valid {typeof(T).Name} ({error.Path ?? "$"}).", error);
        }
    }

    private static bool HasEnd(ReadOnlySpan<byte> file)
    {
        int end = s_before.Length + Digits + s_after.Length;
        return file.Length > end && file.EndsWith(s_after) && file[^end..].StartsWith(s_before);
    }

    private static byte[] Bytes(string path)
    {
        using FileStream stream = RunFiles.OpenRead(path, RunJson.SizeLimit);
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }
}
