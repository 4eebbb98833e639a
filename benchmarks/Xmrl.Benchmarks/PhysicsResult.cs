namespace Xmrl.Benchmarks;

/// <summary>Speed of random play in one MuJoCo environment.</summary>
/// <param name="Environment">Id of the environment.</param>
/// <param name="EngineVersion">Version of MuJoCo, such as 2.2.2.</param>
/// <param name="Threads">Threads, each with copies of its own.</param>
/// <param name="Copies">Copies per thread, stepped in turn.</param>
/// <param name="StepsPerSecond">Environment steps per second with random actions: resets, clipping, rewards and observations
/// included.</param>
/// <param name="EngineStepsPerSecond">Steps of the engine per second of the same play: several per environment step.</param>
/// <param name="BareStepsPerSecond">Environment steps per second of a loop that sets controls, steps the engine and resets, and does
/// nothing else.</param>
/// <param name="BareLanguage">Language of that loop: C, compiled here, or C# where there is no compiler.</param>
/// <param name="Ratio">Speed of random play over that of the bare loop, in steps per second of processor time, so that other work on the
/// machine hardly enters: the median over pairs of measurements, one right after the other.</param>
public sealed record PhysicsResult(
    string Environment, string EngineVersion, int Threads, int Copies, double StepsPerSecond, double EngineStepsPerSecond,
    double BareStepsPerSecond, string BareLanguage, double Ratio);
