namespace Xmrl.Runs.Records;

/// <summary>A checkpoint of a run.</summary>
/// <param name="Series">Which learner; empty where a run trains one.</param>
/// <param name="Iteration">Completed iterations.</param>
/// <param name="FullPath">The file, for <see cref="Safetensors.SafetensorsFile.Read(string)"/>.</param>
internal sealed record StoredCheckpoint(string Series, long Iteration, string FullPath);
