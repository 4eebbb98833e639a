namespace Xmrl.Runs.Reports.Results;

/// <summary>Scores of all methods on one test task.</summary>
/// <param name="TaskId">Id of a task of the test set.</param>
/// <param name="Scores">Mean score by name of method; methods that were not evaluated are missing.</param>
internal sealed record ReportTaskScores(string TaskId, IReadOnlyDictionary<string, double> Scores);
