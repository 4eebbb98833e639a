namespace Xmrl.Runs.Reports.Explanations;

/// <summary>A parameter of the law of λ.</summary>
/// <param name="Name">Name, such as "σ".</param>
/// <param name="Before">Value before learning.</param>
/// <param name="After">Value after learning; null where learning was not reached.</param>
internal sealed record ReportLawParameter(string Name, double Before, double? After);
