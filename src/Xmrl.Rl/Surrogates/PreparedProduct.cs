using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Surrogates;

/// <summary>A matrix of derivatives at fixed parameters and samples, ready to be multiplied with many vectors by
/// <see cref="SurrogateEvaluator.Multiply"/>. Safe to use from several evaluators at a time; disposing gives its memory back.</summary>
public sealed class PreparedProduct : IDisposable
{
    private PreparationMemory? _memory;

    internal PreparedProduct(CurvatureProgram curvature, ReadOnlySpan<Real> parameters, SampleBatch batch, ProximalCentre? centre)
    {
        Curvature = curvature;
        Parameters = parameters.ToArray();
        Batch = batch;
        Centre = centre;
    }

    /// <summary>Bytes of kept values.</summary>
    public long Bytes => Blocks.Sum(static block => block.Length * (long)sizeof(Real));

    internal CurvatureProgram Curvature { get; }

    internal Real[] Parameters { get; }

    internal SampleBatch Batch { get; }

    /// <summary>What the divergence is from; null for a surrogate alone.</summary>
    internal ProximalCentre? Centre { get; }

    /// <summary>The direction that stays, where there are two.</summary>
    internal double[]? Fixed { get; init; }

    /// <summary>Kept values of the first blocks; the others are computed in every product.</summary>
    internal AlignedBuffer[] Blocks { get; private set; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer block in Blocks)
        {
            _memory!.Return(block);
        }

        Blocks = [];
    }

    internal PreparedProduct With(PreparationMemory memory, AlignedBuffer[] blocks)
    {
        _memory = memory;
        Blocks = blocks;
        return this;
    }
}
