namespace Xmrl.Autodiff;

/// <summary>One operation of a program before it has memory: a recorded operation with what was fused into it. The record's inputs are
/// resolved.</summary>
internal readonly record struct Step(int Id, NodeRecord Record)
{
    /// <summary>The value that a product is added to, or <see cref="NodeRecord.None"/>.</summary>
    public int Addend { get; init; } = NodeRecord.None;

    /// <summary>y of g·(1 − y²), applied to the finished product g, or <see cref="NodeRecord.None"/>.</summary>
    public int Gate { get; init; } = NodeRecord.None;

    /// <summary>Everything that the step reads; absent inputs are <see cref="NodeRecord.None"/>.</summary>
    public int[] Inputs => [Record.First, Record.Second, Record.Third, Addend, Gate];
}
