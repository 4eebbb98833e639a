namespace Xmrl.Watch.Comparing;

/// <summary>Scores of one test task.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="First">Score in the first run.</param>
/// <param name="Second">Score in the second run.</param>
internal sealed record PairedTask(string TaskId, double First, double Second);
