using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>φ of the samples of a fit, block by block, kept for what follows it.</summary>
/// <param name="features">The features φ.</param>
/// <remarks>Blocks beyond a bound on memory are computed whenever they are asked for.</remarks>
internal sealed class FeatureBlocks(IValueFeatures features)
{
    /// <summary>Samples of a block, except the last. Fixed: it decides the order of the sums over samples.</summary>
    public const int BlockSamples = 512;

    /// <summary>4 MiB in single precision: a rollout's blocks should stay in the second-level cache or near.</summary>
    private const int MaximumNumbers = 1 << 20;

    private static readonly int Stride = AlignedBuffer.PaddedStride(BlockSamples);

    private readonly int _blockLength = (features.Count + 1) * Stride;
    private AlignedBuffer _memory = new(0);
    private int[] _held = [];

    /// <summary>Forgets all blocks and makes room for those of other samples.</summary>
    /// <param name="samples">n, their number, ≥ 0.</param>
    public void Clear(int samples)
    {
        int slots = Math.Min(Blocks(samples), Math.Max(1, MaximumNumbers / _blockLength));
        if (slots > _held.Length)
        {
            _held = new int[slots];
            _memory = new AlignedBuffer(slots * _blockLength);
        }

        Array.Fill(_held, -1);
    }

    /// <summary>Number of blocks.</summary>
    /// <param name="samples">n, the number of samples, ≥ 0.</param>
    /// <returns>⌈n / <see cref="BlockSamples"/>⌉.</returns>
    public static int Blocks(int samples) => (samples + BlockSamples - 1) / BlockSamples;

    /// <summary>φ of the samples of a block, with one more row that is the caller's.</summary>
    /// <param name="block">Its index.</param>
    /// <param name="observations">Raw observations, the same since <see cref="Clear"/>. Shape [O, n].</param>
    /// <param name="times">t of each sample, the same since then. Shape [n]; may be empty for features of the state alone.</param>
    /// <returns>φ, valid until the next call. Shape [F + 1, samples of the block].</returns>
    public Matrix Get(int block, ConstMatrix observations, ReadOnlySpan<int> times)
    {
        int start = block * BlockSamples;
        int count = Math.Min(BlockSamples, observations.Columns - start);
        int slot = Math.Min(block, _held.Length - 1);
        Span<Real> memory = _memory.Span.Slice(slot * _blockLength, _blockLength);
        if (_held[slot] != block)
        {
            var samples = new ConstMatrix(observations.Data[start..], observations.Rows, count, observations.Stride);
            features.Fill(samples, times.IsEmpty ? times : times.Slice(start, count), new Matrix(memory, features.Count, count, Stride));
            _held[slot] = block;
        }

        return new Matrix(memory, features.Count + 1, count, Stride);
    }
}
