namespace Xmrl.Benchmarks.Training;

/// <summary>How much of a core's peak the gradients of a training use, and where its time goes. The iteration of median time.</summary>
/// <param name="Name">Experiment, or learner, environment and hidden layers.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="Gigaflop">10⁹ floating-point operations that the gradients of the iteration need, by <see cref="GradientWork"/>.</param>
/// <param name="Executed">10⁹ operations of the matrix products that were executed for them.</param>
/// <param name="GigaflopsPerSecond">Those needed per second of gradients and outer step.</param>
/// <param name="Peak">Peak of fused multiply-adds on one core, GFLOP/s.</param>
/// <param name="Ratio">Share of the peak, in [0, 1].</param>
/// <param name="Seconds">Seconds of the iteration on the clock.</param>
/// <param name="Sampling">Share of rollouts in the time of all phases, in [0, 1].</param>
/// <param name="Advantages">Share of baselines and advantages.</param>
/// <param name="Gradients">Share of inner gradients and hyper-gradients.</param>
/// <param name="Outer">Share of the outer step, with its Fisher products and line search.</param>
public sealed record TrainingResult(
    string Name,
    int Threads,
    double Gigaflop,
    double Executed,
    double GigaflopsPerSecond,
    double Peak,
    double Ratio,
    double Seconds,
    double Sampling,
    double Advantages,
    double Gradients,
    double Outer);
