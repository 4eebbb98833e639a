using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff;

/// <summary>One recorded operation. Equal records are the same node: common subexpressions are shared.</summary>
internal readonly record struct NodeRecord(Operation Operation, Shape Shape)
{
    public const int None = -1;

    public int First { get; init; } = None;

    public int Second { get; init; } = None;

    public int Third { get; init; } = None;

    /// <summary>The constant of Constant, Scale, Shift and TripleProduct.</summary>
    public double Scale { get; init; }

    /// <summary>The row offset of SliceRows and PadRows; the serial number of an Input; groups per sample of group products.</summary>
    public int Offset { get; init; }

    public Activation Activation { get; init; }
}
