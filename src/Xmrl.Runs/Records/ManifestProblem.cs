namespace Xmrl.Runs.Records;

/// <summary>A file that is not what the manifest says.</summary>
/// <param name="Name">Its name in the run directory, with forward slashes.</param>
/// <param name="Message">What is expected and what was found.</param>
internal sealed record ManifestProblem(string Name, string Message);
