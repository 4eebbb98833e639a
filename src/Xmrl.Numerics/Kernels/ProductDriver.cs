using System.Runtime.Intrinsics.X86;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>Cuts a matrix product into tiles.</summary>
internal static unsafe class ProductDriver
{
    // Activations up to this size stay in the first-level cache while every row tile passes over them.
    private const int ResidentBytes = 24 * 1024;

    // Products of few factors write more than they compute, and memory takes few rows at once faster than many.
    private const int ShallowDepth = 4;
    private const int ShallowRows = 4;

    /// <summary>One product over all samples; the tile's pointers are those of the first row and sample.</summary>
    /// <param name="whole">Pointers and strides of the whole product. Start is advanced by <paramref name="startStep"/> per row.</param>
    /// <param name="rows">Number of output rows, ≥ 1.</param>
    /// <param name="samples">Number of samples, at least one vector.</param>
    /// <param name="startStep">0 or 1: whether every row has its own start value.</param>
    /// <param name="activation">Applied to the outputs.</param>
    public static void Run(in ProductTile whole, int rows, int samples, int startStep, Activation activation)
    {
        if (VectorWidth.Is512)
        {
            Run<RealVector512>(whole, rows, samples, startStep, activation);
        }
        else if (VectorWidth.Is256)
        {
            Run<RealVector256>(whole, rows, samples, startStep, activation);
        }
        else
        {
            Run<RealVector128>(whole, rows, samples, startStep, activation);
        }
    }

    private static void Run<TVector>(in ProductTile whole, int rows, int samples, int startStep, Activation activation)
        where TVector : unmanaged, IRealVector<TVector>
    {
        int lanes = TVector.Count;
        const int width = TallTile.MaximumVectors;
        int vectors = (samples + lanes - 1) / lanes;
        int panels = vectors / width;
        int remainder = vectors % width;
        bool ragged = samples % lanes != 0;
        if (panels > 0 && (remainder != 0 || ragged))
        {
            // The last two panels share what is left, so that none of them is thin.
            panels--;
            remainder += width;
        }

        int last = remainder == 0 ? 0 : remainder > width ? remainder / 2 : remainder;
        int beforeLast = remainder - last;
        ProductTile tile = whole;
        bool resident = whole.Depth * samples * sizeof(Real) <= ResidentBytes;
        nint start = 0;
        if (resident && panels > 0)
        {
            tile.Panels = panels;
            tile.LastOffset = (width - 1) * lanes;
            Column<TVector>(tile, rows, width, startStep, activation);
            start = (nint)panels * width * lanes;
        }
        else
        {
            tile.Panels = 1;
            tile.LastOffset = (width - 1) * lanes;
            for (int panel = 0; panel < panels; panel++)
            {
                Move(ref tile, whole, start);
                tile.Ahead = panel + 1 < panels ? width * lanes : 0;
                Column<TVector>(tile, rows, width, startStep, activation);
                start += width * lanes;
            }
        }

        tile.Panels = 1;
        tile.Ahead = 0;
        if (beforeLast > 0)
        {
            Move(ref tile, whole, start);
            tile.LastOffset = (beforeLast - 1) * lanes;
            Column<TVector>(tile, rows, beforeLast, startStep, activation);
            start += beforeLast * lanes;
        }

        if (last > 0)
        {
            // A last vector that is not full starts early and computes some samples a second time, to the same bits.
            nint overlap = start + (last * lanes) - samples;
            if (last == 1)
            {
                start -= overlap;
                overlap = 0;
            }

            Move(ref tile, whole, start);
            tile.LastOffset = ((last - 1) * lanes) - overlap;
            Column<TVector>(tile, rows, last, startStep, activation);
        }
    }

    private static void Move(ref ProductTile tile, in ProductTile whole, nint sample)
    {
        tile.Right = whole.Right + sample;
        tile.Destination = whole.Destination + sample;
        tile.Gate = whole.Gate == null ? null : whole.Gate + sample;
    }

    private static void Column<TVector>(ProductTile tile, int rows, int vectors, int startStep, Activation activation)
        where TVector : unmanaged, IRealVector<TVector>
    {
        int maximum = tile.Depth <= ShallowDepth ? Math.Min(ShallowRows, TallTile.Rows<TVector>()) : TallTile.Rows<TVector>();
        int tiles = (rows + maximum - 1) / maximum;
        int samples = (((int)tile.Panels - 1) * vectors * TVector.Count) + (int)tile.LastOffset + TVector.Count;
        for (int remaining = rows; remaining > 0; tiles--)
        {
            int height = (remaining + tiles - 1) / tiles;
            if (tile.Gate != null && tile.Ahead != 0)
            {
                FetchGates<TVector>(tile, height);
            }

            TileDispatch.Tall<TVector>(tile, height, vectors);
            switch (activation)
            {
                case Activation.Tanh:
                    ActivationPass.Run<TanhOperator, TVector>(tile.Destination, tile.DestinationStride, height, samples);
                    break;
                case Activation.Relu:
                    ActivationPass.Run<ReluOperator, TVector>(tile.Destination, tile.DestinationStride, height, samples);
                    break;
                default:
                    break;
            }

            if (tile.Gate != null)
            {
                ActivationPass.Gate<TVector>(tile, height, samples);
                tile.Gate += height * tile.GateStride;
            }

            tile.Left += height * tile.LeftStride;
            tile.Start += height * startStep;
            tile.Destination += height * tile.DestinationStride;
            tile.AddendShift += height * (tile.AddendStride - tile.DestinationStride);
            remaining -= height;
        }
    }

    // A panel is a narrow strip of long rows: one or a few cache lines of each, which the machine does not foresee.
    // Activations are read by many row tiles and wait for memory once; gates are read once and would wait every time.
    private static void FetchGates<TVector>(in ProductTile tile, int height)
        where TVector : unmanaged, IRealVector<TVector>
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        Real* gate = tile.Gate + tile.Ahead;
        for (int row = 0; row < height; row++)
        {
            for (nint offset = 0; offset <= tile.LastOffset; offset += TVector.Count)
            {
                Sse.Prefetch0(gate + offset);
            }

            gate += tile.GateStride;
        }
    }
}
