namespace Xmrl.Benchmarks;

/// <summary>Speed of rollouts in one environment.</summary>
/// <param name="Environment">Id of the environment.</param>
/// <param name="StepsPerSecondPerCore">Environment steps per second on one core, policy included.</param>
public sealed record RolloutResult(string Environment, double StepsPerSecondPerCore);
