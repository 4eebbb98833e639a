namespace Xmrl.Benchmarks.Arms;

/// <summary>Speed of random play in one task of Meta-World.</summary>
/// <param name="Task">Its name, such as door-open.</param>
/// <param name="EngineVersion">Version of MuJoCo.</param>
/// <param name="Copies">Copies, stepped in turn on one thread.</param>
/// <param name="StepsPerSecond">Environment steps per second on the clock: observations, rewards and resets included.</param>
/// <param name="BareStepsPerSecond">The same of a loop that moves the mocap body and calls the engine, and does nothing else.</param>
/// <param name="EngineShare">Share of a step's time inside the engine's calls, five mj_step and one mj_forward, as the environment counts
/// it; median over rounds.</param>
/// <param name="StepShare">The share of the five mj_step alone, by the loop without mj_forward.</param>
public sealed record ArmResult(
    string Task, string EngineVersion, int Copies, double StepsPerSecond, double BareStepsPerSecond, double EngineShare, double StepShare);
