namespace Xmrl.Reproduction.Page;

/// <summary>A panel with its curves.</summary>
/// <param name="Panel">The panel.</param>
/// <param name="Curves">The curves.</param>
internal sealed record FilledPanel(CurvePanel Panel, IReadOnlyList<PanelCurve> Curves);
