using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>What a task remembers of its reset: constants of its rewards.</summary>
internal sealed record TaskStart
{
    /// <summary>T, where the object or the hand is to be.</summary>
    public required Point Target { get; init; }

    /// <summary>p₀, where the object was.</summary>
    public required Point Object { get; init; }

    /// <summary>Where the tool was.</summary>
    public required Point Tool { get; init; }

    /// <summary>Where the hand was led to.</summary>
    public required Point Hand { get; init; }

    /// <summary>A third place: the peg's head, or the handle's place, before the object was put in place.</summary>
    public Point Before { get; init; }

    /// <summary>A button's distance from being pressed, in metres.</summary>
    public double Gap { get; init; }

    /// <summary>Opposite corners of boxes that a peg must not be in: corner, opposite, corner, opposite.</summary>
    public ImmutableArray<Point> Corners { get; init; } = [];
}
