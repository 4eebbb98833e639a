namespace Xmrl.Reproduction;

/// <summary>A picture of curves over a logarithmic axis.</summary>
/// <param name="Title">What it shows; each panel of a table has its own.</param>
/// <param name="Horizontal">What the axis counts.</param>
/// <param name="Vertical">What the curves are, with the unit.</param>
internal sealed record CurvePanel(string Title, string Horizontal, string Vertical);
