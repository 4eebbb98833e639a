namespace Xmrl.Rl.Replay;

/// <summary>Sizes of a task's replay.</summary>
/// <param name="ObservationSize">O ≥ 1.</param>
/// <param name="ActionSize">A ≥ 1.</param>
/// <param name="Capacity">Steps that are kept, ≥ 1; older ones are overwritten.</param>
internal sealed record ReplayShape(int ObservationSize, int ActionSize, int Capacity)
{
    /// <summary>Steps of a stored segment, ≥ 1. Default 4096: a checkpoint writes the open segment anew, 0.4 MB for 17 observations and 6
    /// actions in single precision.</summary>
    public int SegmentSteps { get; init; } = 4096;
}
