namespace Xmrl.Benchmarks.External;

/// <summary>Speed of an environment in another process.</summary>
/// <param name="Program">Which program.</param>
/// <param name="StepsPerSecond">Environment steps per second of one worker and its program together, without a policy.</param>
/// <param name="Copies">Copies that one message steps.</param>
public sealed record ExternalResult(string Program, double StepsPerSecond, int Copies);
