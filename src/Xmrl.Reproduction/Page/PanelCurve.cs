namespace Xmrl.Reproduction.Page;

/// <summary>A curve of a panel, averaged over seeds.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Points">The points, in ascending order.</param>
internal sealed record PanelCurve(string Label, IReadOnlyList<PanelPoint> Points);
