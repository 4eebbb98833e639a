namespace Xmrl.Reproduction;

/// <summary>A curve of one run.</summary>
/// <param name="Panel">Title of the panel that it belongs to.</param>
/// <param name="Label">Its name in the legend; curves of one name are averaged over seeds.</param>
/// <param name="X">Abscissas, ≥ 0, ascending. Shape [n].</param>
/// <param name="Y">Ordinates. Shape [n].</param>
internal sealed record RunCurve(string Panel, string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y);
