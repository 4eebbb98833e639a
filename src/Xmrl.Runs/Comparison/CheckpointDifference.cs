namespace Xmrl.Runs.Comparison;

/// <summary>Two checkpoints of the same series and iteration that differ.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Tensors">Names of the tensors that differ; none where a file is damaged.</param>
/// <param name="Message">What differs first, in a sentence.</param>
internal sealed record CheckpointDifference(string Name, IReadOnlyList<string> Tensors, string Message);
