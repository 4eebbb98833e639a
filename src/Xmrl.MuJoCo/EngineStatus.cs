namespace Xmrl.MuJoCo;

/// <summary>Whether MuJoCo can be used in this process, and how that was found out.</summary>
internal sealed record EngineStatus
{
    /// <summary>Whether it can be used.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>One sentence: version and path, or what is wrong and how to mend it.</summary>
    public required string Sentence { get; init; }

    /// <summary>Version of the loaded library, for example <c>2.2.2</c>; null where none is usable.</summary>
    public string? Version { get; init; }

    /// <summary>Where libmujoco was looked for, in order; the last entry is the one taken.</summary>
    public required IReadOnlyList<LibraryProbe> Probes { get; init; }
}
