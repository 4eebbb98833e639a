namespace Xmrl.Explain.Information;

/// <summary>Two numbers, in nats, between which the information lies.</summary>
/// <param name="Lower">Lower bound, in [0, Upper].</param>
/// <param name="Upper">Upper bound, in [Lower, log N].</param>
internal readonly record struct InformationBracket(double Lower, double Upper);
