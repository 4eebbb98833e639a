namespace Xmrl.Offline.Learning.Drawing;

/// <summary>Which steps of a buffer are rows, and what their returns are.</summary>
/// <param name="Discount">γ in (0, 1].</param>
/// <param name="Stride">Every so many-th step is a row, ≥ 1.</param>
/// <param name="HoldOut">Share of the episodes that training leaves to scored adaptations, in [0, 0.5].</param>
internal readonly record struct RowOptions(double Discount, int Stride, double HoldOut = 0);
