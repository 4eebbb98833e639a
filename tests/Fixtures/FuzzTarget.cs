namespace Xmrl.Fixtures;

/// <summary>A reader of files from outside, and what it may answer to hostile ones.</summary>
internal sealed record FuzzTarget
{
    /// <summary>What failures call it.</summary>
    public required string Name { get; init; }

    /// <summary>Valid files, the source of all cases.</summary>
    public required IReadOnlyList<byte[]> Corpus { get; init; }

    /// <summary>Words that matter in the format.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>Reads a case; may assert what must hold of whatever it accepts.</summary>
    public required Action<byte[]> Read { get; init; }

    /// <summary>What is wrong with an exception of <see cref="Read"/>, or null where it is a documented answer.</summary>
    public required Func<Exception, string?> Fault { get; init; }

    /// <summary>Bytes that reading may allocate in all, whatever the case.</summary>
    public long MemoryAlways { get; init; } = 1 << 20;

    /// <summary>Bytes that reading may allocate in all, per byte of the case.</summary>
    public long MemoryPerByte { get; init; } = 400;
}
