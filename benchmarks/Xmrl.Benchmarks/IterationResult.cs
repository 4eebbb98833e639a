namespace Xmrl.Benchmarks;

/// <summary>Time of one whole meta-iteration.</summary>
/// <param name="Name">Learner, environment and hidden layers, as in <c>maml-trpo/Navigation2D-v1/2x100</c>.</param>
/// <param name="Seconds">Seconds on the clock.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="Sampling">Seconds of rollouts, divided by the number of threads.</param>
/// <param name="Advantages">Seconds of baselines and advantages, divided by the number of threads.</param>
/// <param name="Gradients">Seconds of inner gradients and hyper-gradients, divided by the number of threads.</param>
/// <param name="Outer">Seconds of the outer step on the clock.</param>
public sealed record IterationResult(
    string Name, double Seconds, int Threads, double Sampling, double Advantages, double Gradients, double Outer);
