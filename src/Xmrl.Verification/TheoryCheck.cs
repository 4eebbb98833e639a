namespace Xmrl.Verification;

/// <summary>One theoretical statement, checked by computation.</summary>
internal sealed record TheoryCheck
{
    /// <summary>Short name.</summary>
    public required string Name { get; init; }

    /// <summary>Paper and equation.</summary>
    public required string Source { get; init; }

    /// <summary>What should hold.</summary>
    public required string Statement { get; init; }

    /// <summary>What was measured, with its bound, for people.</summary>
    public required string Figure { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool Passed { get; init; }
}
