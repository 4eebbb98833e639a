using Xmrl.MetaWorld.Arm;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>What a reward is computed from, after a step.</summary>
internal readonly struct Pose
{
    /// <summary>The observed object.</summary>
    public required Point Object { get; init; }

    /// <summary>The observed hand.</summary>
    public required Point Hand { get; init; }

    /// <summary>How far the fingers are open, in [0, 1].</summary>
    public required double Opening { get; init; }

    /// <summary>Between the finger tips.</summary>
    public required Point Tool { get; init; }

    /// <summary>y of the left pad.</summary>
    public required double LeftPad { get; init; }

    /// <summary>y of the right pad.</summary>
    public required double RightPad { get; init; }

    /// <summary>The object's joint, in radians or metres.</summary>
    public required double Joint { get; init; }

    /// <summary>The fourth component of the action, in [−1, 1]: closes the fingers.</summary>
    public required double Effort { get; init; }

    /// <summary>The head of a peg; zero elsewhere.</summary>
    public Point Head { get; init; }

    /// <summary>From the tool to the object.</summary>
    public double Reach => (Object - Tool).Length;
}
