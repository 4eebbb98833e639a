using Xmrl.Numerics.Validation;

namespace Xmrl.Explain.Influence;

/// <summary>Settings of an explanation by update tracing.</summary>
internal sealed record TracingOptions
{
    /// <summary>The continuations whose updates are traced, one per replicate, after each of their iterations.</summary>
    public required ContinuationOptions Continuation { get; init; }

    /// <summary>Trials per poor task and checkpoint, ≥ 2. Default 8 (chosen by us, untested).</summary>
    public int Trials { get; init => field = NumberRange.AtLeast(2).Require(value); } = 8;

    /// <summary>Draws of a step's samples per task and checkpoint, ≥ 1. Default 8 (chosen by us, untested).</summary>
    public int Draws { get; init => field = NumberRange.AtLeast(1).Require(value); } = 8;
}
