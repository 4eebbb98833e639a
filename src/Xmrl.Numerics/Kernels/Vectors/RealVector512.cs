using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Vectors;

/// <summary>512 bits of numbers.</summary>
internal readonly unsafe struct RealVector512 : IRealVector<RealVector512>
{
    private readonly Vector512<Real> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RealVector512(Vector512<Real> lanes) => _lanes = lanes;

    public static int Count => Vector512<Real>.Count;

    public static int Registers => 32;

    public Vector512<Real> Widened => _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Create(Real value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Load(Real* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Real* destination) => _lanes.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator +(RealVector512 x, RealVector512 y) => new(x._lanes + y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator -(RealVector512 x, RealVector512 y) => new(x._lanes - y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator *(RealVector512 x, RealVector512 y) => new(x._lanes * y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator /(RealVector512 x, RealVector512 y) => new(x._lanes / y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator -(RealVector512 x) => new(-x._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator &(RealVector512 x, RealVector512 y) => new(x._lanes & y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator |(RealVector512 x, RealVector512 y) => new(x._lanes | y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 operator ^(RealVector512 x, RealVector512 y) => new(x._lanes ^ y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 FusedMultiplyAdd(RealVector512 x, RealVector512 y, RealVector512 z) =>
        new(Vector512.FusedMultiplyAdd(x._lanes, y._lanes, z._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Min(RealVector512 x, RealVector512 y) => new(Vector512.Min(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Max(RealVector512 x, RealVector512 y) => new(Vector512.Max(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 MinNative(RealVector512 x, RealVector512 y) => new(Vector512.MinNative(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Sqrt(RealVector512 x) => new(Vector512.Sqrt(x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 LessThan(RealVector512 x, RealVector512 y) => new(Vector512.LessThan(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Equal(RealVector512 x, RealVector512 y) => new(Vector512.Equals(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllEqual(RealVector512 x, RealVector512 y) => Vector512.EqualsAll(x._lanes, y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 Select(RealVector512 mask, RealVector512 x, RealVector512 y) =>
        new(Vector512.ConditionalSelect(mask._lanes, x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 AddBits(RealVector512 x, RealVector512 y) =>
        new((x._lanes.AsInt32() + y._lanes.AsInt32()).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 SubtractBits(RealVector512 x, RealVector512 y) =>
        new((x._lanes.AsInt32() - y._lanes.AsInt32()).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 ShiftLeft(RealVector512 x, int n) => new((x._lanes.AsInt32() << n).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 ShiftRight(RealVector512 x, int n) => new((x._lanes.AsInt32() >> n).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector512 FromBits(RealVector512 x) => new(Vector512.ConvertToSingle(x._lanes.AsInt32()).As<float, Real>());
}
