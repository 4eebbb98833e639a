namespace Xmrl.Experiments.Stages;

/// <summary>What a stage found, and what that took.</summary>
/// <typeparam name="T">A stored record.</typeparam>
/// <param name="Value">What it found.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Interactions">Environment steps taken.</param>
internal readonly record struct StageResult<T>(T Value, long Iterations, long Interactions);
