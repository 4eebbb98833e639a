using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xmrl.Numerics.Kernels.Vectors;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>Products of small matrices, one per group of columns, for all groups at once: member j of group s is column
/// j·groups + s.</summary>
/// <remarks>A vector holds the same element of neighbouring groups, and every sum runs in ascending order with one rounding per summand:
/// an element has the same bits for any width of vectors and any number of groups.</remarks>
internal static unsafe class GroupProduct
{
    /// <summary>K_sᵀ·Q_s.</summary>
    /// <param name="keys">Shape [d, M·groups].</param>
    /// <param name="queries">Shape [d, N·groups].</param>
    /// <param name="groups">Number of groups, ≥ 1.</param>
    /// <param name="destination">Receives the products. Shape [M, N·groups]; no overlap.</param>
    public static void Gram(ConstMatrix keys, ConstMatrix queries, int groups, Matrix destination)
    {
        Check(keys.Rows == queries.Rows && keys.Columns == destination.Rows * groups && queries.Columns == destination.Columns,
            keys, queries, groups, destination);
        Run(keys, queries, destination, new Plan(
            groups, destination.Rows, destination.Columns / groups, keys.Rows,
            (groups, keys.Stride), (queries.Stride, groups)));
    }

    /// <summary>V_s·P_s.</summary>
    /// <param name="values">Shape [d, M·groups].</param>
    /// <param name="weights">Shape [M, N·groups].</param>
    /// <param name="groups">Number of groups, ≥ 1.</param>
    /// <param name="destination">Receives the products. Shape [d, N·groups]; no overlap.</param>
    public static void Mix(ConstMatrix values, ConstMatrix weights, int groups, Matrix destination)
    {
        Check(values.Rows == destination.Rows && values.Columns == weights.Rows * groups && weights.Columns == destination.Columns,
            values, weights, groups, destination);
        Run(values, weights, destination, new Plan(
            groups, destination.Rows, destination.Columns / groups, weights.Rows,
            (values.Stride, groups), (weights.Stride, groups)));
    }

    /// <summary>Q_s·P_sᵀ.</summary>
    /// <param name="queries">Shape [d, N·groups].</param>
    /// <param name="weights">Shape [M, N·groups].</param>
    /// <param name="groups">Number of groups, ≥ 1.</param>
    /// <param name="destination">Receives the products. Shape [d, M·groups]; no overlap.</param>
    public static void MixTransposed(ConstMatrix queries, ConstMatrix weights, int groups, Matrix destination)
    {
        Check(queries.Rows == destination.Rows && queries.Columns == weights.Columns && destination.Columns == weights.Rows * groups,
            queries, weights, groups, destination);
        Run(queries, weights, destination, new Plan(
            groups, destination.Rows, weights.Rows, weights.Columns / groups,
            (queries.Stride, groups), (groups, weights.Stride)));
    }

    private static void Run(ConstMatrix x, ConstMatrix y, Matrix destination, Plan plan)
    {
        if (VectorWidth.Is512)
        {
            Run<RealVector512>(x, y, destination, plan);
        }
        else if (VectorWidth.Is256)
        {
            Run<RealVector256>(x, y, destination, plan);
        }
        else
        {
            Run<RealVector128>(x, y, destination, plan);
        }
    }

    /// <summary>destination(a, b) = Σ_c x(a, c)·y(c, b), for vectors of groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TVector>(ConstMatrix x, ConstMatrix y, Matrix destination, Plan plan)
        where TVector : unmanaged, IRealVector<TVector>
    {
        fixed (Real* px = &MemoryMarshal.GetReference(x.Data))
        fixed (Real* py = &MemoryMarshal.GetReference(y.Data))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination.Data))
        {
            nint stride = destination.Stride;
            int s = 0;
            for (; s + TVector.Count <= plan.Groups; s += TVector.Count)
            {
                int a = 0;
                for (; a + 2 <= plan.First; a += 2)
                {
                    int b = 0;
                    for (; b + 2 <= plan.Second; b += 2)
                    {
                        Tile<TVector>(px + s, py + s, pd + s + (a * stride) + ((nint)b * plan.Groups), stride, plan, a, b);
                    }

                    for (; b < plan.Second; b++)
                    {
                        Element<TVector>(px + s, py + s, plan, a, b).Store(pd + s + (a * stride) + ((nint)b * plan.Groups));
                        Element<TVector>(px + s, py + s, plan, a + 1, b).Store(pd + s + ((a + 1) * stride) + ((nint)b * plan.Groups));
                    }
                }

                for (; a < plan.First; a++)
                {
                    for (int b = 0; b < plan.Second; b++)
                    {
                        Element<TVector>(px + s, py + s, plan, a, b).Store(pd + s + (a * stride) + ((nint)b * plan.Groups));
                    }
                }
            }

            int tail = plan.Groups - s;
            for (int a = 0; tail > 0 && a < plan.First; a++)
            {
                for (int b = 0; b < plan.Second; b++)
                {
                    Elementwise.StoreTail(
                        Last<TVector>(px + s, py + s, plan, (a, b), tail), pd + s + (a * stride) + ((nint)b * plan.Groups), tail);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<TVector>(Real* x, Real* y, Real* destination, nint stride, in Plan plan, int a, int b)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector s00 = TVector.Create(0), s01 = s00, s10 = s00, s11 = s00;
        x += a * plan.X.Outer;
        y += b * plan.Y.Inner;
        for (int c = 0; c < plan.Contracted; c++, x += plan.X.Inner, y += plan.Y.Outer)
        {
            TVector x0 = TVector.Load(x), x1 = TVector.Load(x + plan.X.Outer);
            TVector y0 = TVector.Load(y), y1 = TVector.Load(y + plan.Y.Inner);
            s00 = TVector.FusedMultiplyAdd(x0, y0, s00);
            s01 = TVector.FusedMultiplyAdd(x0, y1, s01);
            s10 = TVector.FusedMultiplyAdd(x1, y0, s10);
            s11 = TVector.FusedMultiplyAdd(x1, y1, s11);
        }

        s00.Store(destination);
        s01.Store(destination + plan.Groups);
        s10.Store(destination + stride);
        s11.Store(destination + stride + plan.Groups);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Element<TVector>(Real* x, Real* y, in Plan plan, int a, int b)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector sum = TVector.Create(0);
        x += a * plan.X.Outer;
        y += b * plan.Y.Inner;
        for (int c = 0; c < plan.Contracted; c++, x += plan.X.Inner, y += plan.Y.Outer)
        {
            sum = TVector.FusedMultiplyAdd(TVector.Load(x), TVector.Load(y), sum);
        }

        return sum;
    }

    private static TVector Last<TVector>(Real* x, Real* y, in Plan plan, (int A, int B) at, int count)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector sum = TVector.Create(0);
        x += at.A * plan.X.Outer;
        y += at.B * plan.Y.Inner;
        for (int c = 0; c < plan.Contracted; c++, x += plan.X.Inner, y += plan.Y.Outer)
        {
            sum = TVector.FusedMultiplyAdd(Elementwise.LoadTail<TVector>(x, count), Elementwise.LoadTail<TVector>(y, count), sum);
        }

        return sum;
    }

    private static void Check(bool fits, ConstMatrix x, ConstMatrix y, int groups, ConstMatrix destination)
    {
        if (!fits)
        {
            throw new ArgumentException(
                $"Factors of shapes [{x.Rows}, {x.Columns}] and [{y.Rows}, {y.Columns}] in {groups} groups do not make "
                    + $"[{destination.Rows}, {destination.Columns}].");
        }
    }

    /// <summary>Sizes of a product, and how far apart neighbouring elements of the factors lie.</summary>
    /// <param name="Groups">Number of groups.</param>
    /// <param name="First">Values of a.</param>
    /// <param name="Second">Values of b.</param>
    /// <param name="Contracted">Values of c.</param>
    /// <param name="X">Distance by a and by c.</param>
    /// <param name="Y">Distance by c and by b.</param>
    internal readonly record struct Plan(
        int Groups, int First, int Second, int Contracted, (nint Outer, nint Inner) X, (nint Outer, nint Inner) Y);
}
