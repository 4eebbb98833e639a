namespace Xmrl.Reproduction.Page;

/// <summary>One point of a curve that is averaged over seeds.</summary>
/// <param name="X">Mean abscissa.</param>
/// <param name="Mean">Mean ordinate.</param>
/// <param name="Low">Lower end of the mean's 95 % t-interval; null where there is none, and below three seeds.</param>
/// <param name="High">Upper end.</param>
internal sealed record PanelPoint(double X, double Mean, double? Low, double? High);
