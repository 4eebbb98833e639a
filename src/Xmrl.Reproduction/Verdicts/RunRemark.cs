namespace Xmrl.Reproduction.Verdicts;

/// <summary>What a run of a table found beside its figures.</summary>
/// <param name="Run">Label of the run.</param>
/// <param name="Text">A sentence for people.</param>
internal sealed record RunRemark(string Run, string Text);
