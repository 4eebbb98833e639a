using Xmrl.Meta.Learning;

namespace Xmrl.Benchmarks.Training;

/// <summary>One iteration of a <see cref="MeasuredTraining"/>.</summary>
/// <param name="Index">Its place in the training.</param>
/// <param name="Start">θ before it. Shape [P].</param>
/// <param name="Report">Its times.</param>
/// <param name="Executed">Operations of the matrix products that were executed.</param>
internal sealed record MeasuredIteration(int Index, Real[] Start, IterationReport Report, double Executed)
{
    /// <summary>Fisher products through the adaptation.</summary>
    public int FisherProducts { get; init; }

    /// <summary>Parameters that the line search tried.</summary>
    public int Candidates { get; init; }

    /// <summary>Peak of the core beside it, GFLOP/s.</summary>
    public double Peak { get; init; }
}
