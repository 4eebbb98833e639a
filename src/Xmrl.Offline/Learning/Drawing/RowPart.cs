namespace Xmrl.Offline.Learning.Drawing;

/// <summary>The part of a buffer's rows that a scored adaptation sees; all where both are null.</summary>
/// <param name="Stage">0, 1 or 2 for a third of the rows in the order of time, which is never empty.</param>
/// <param name="Half">0 or 1 for every other episode, the first of them or the second; all where there is one episode.</param>
internal readonly record struct RowPart(int? Stage, int? Half);
