namespace Xmrl.Experiments.Running;

/// <summary>A short measurement of speed that users can start by name.</summary>
public interface IBenchmark
{
    /// <summary>Name on the command line, such as kernels.</summary>
    string Name { get; }

    /// <summary>One line for lists and help.</summary>
    string Summary { get; }

    /// <summary>Measures.</summary>
    /// <param name="quick">Whether a rough figure after a second or two is enough.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="token">Asks to stop.</param>
    /// <returns>Figures, in printing order.</returns>
    IReadOnlyList<BenchmarkFigure> Run(bool quick, int threads, CancellationToken token);
}
