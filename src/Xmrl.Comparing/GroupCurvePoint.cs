namespace Xmrl.Comparing;

/// <summary>One point of a curve, over the seeds of a group.</summary>
/// <param name="At">Iteration, or number of adaptation steps.</param>
/// <param name="Mean">Mean over seeds.</param>
/// <param name="Low">Lower end of the mean's 95 % interval, of shares within [0, 1]; null where there is none.</param>
/// <param name="High">Upper end.</param>
internal sealed record GroupCurvePoint(double At, double Mean, double? Low, double? High);
