namespace Xmrl.Cli.Rendering;

/// <summary>What stands in the line of a stage beside its bar.</summary>
/// <param name="Stage">Number and name of the stage.</param>
/// <param name="Left">Time left of the run; may be empty.</param>
/// <param name="Detail">A few words; may be empty.</param>
internal readonly record struct ProgressText(string Stage, string Left, string Detail);
