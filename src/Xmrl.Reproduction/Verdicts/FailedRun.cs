namespace Xmrl.Reproduction.Verdicts;

/// <summary>A run that ended without figures.</summary>
/// <param name="Label">Series and seed.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record FailedRun(string Label, string Reason);
