using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Vectors;

/// <summary>256 bits of numbers.</summary>
internal readonly unsafe struct RealVector256 : IRealVector<RealVector256>
{
    private readonly Vector256<Real> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RealVector256(Vector256<Real> lanes) => _lanes = lanes;

    public static int Count => Vector256<Real>.Count;

    public static int Registers => 16;

    public Vector512<Real> Widened => _lanes.ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Create(Real value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Load(Real* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Real* destination) => _lanes.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator +(RealVector256 x, RealVector256 y) => new(x._lanes + y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator -(RealVector256 x, RealVector256 y) => new(x._lanes - y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator *(RealVector256 x, RealVector256 y) => new(x._lanes * y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator /(RealVector256 x, RealVector256 y) => new(x._lanes / y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator -(RealVector256 x) => new(-x._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator &(RealVector256 x, RealVector256 y) => new(x._lanes & y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator |(RealVector256 x, RealVector256 y) => new(x._lanes | y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 operator ^(RealVector256 x, RealVector256 y) => new(x._lanes ^ y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 FusedMultiplyAdd(RealVector256 x, RealVector256 y, RealVector256 z) =>
        new(Vector256.FusedMultiplyAdd(x._lanes, y._lanes, z._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Min(RealVector256 x, RealVector256 y) => new(Vector256.Min(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Max(RealVector256 x, RealVector256 y) => new(Vector256.Max(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 MinNative(RealVector256 x, RealVector256 y) => new(Vector256.MinNative(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Sqrt(RealVector256 x) => new(Vector256.Sqrt(x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 LessThan(RealVector256 x, RealVector256 y) => new(Vector256.LessThan(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Equal(RealVector256 x, RealVector256 y) => new(Vector256.Equals(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllEqual(RealVector256 x, RealVector256 y) => Vector256.EqualsAll(x._lanes, y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 Select(RealVector256 mask, RealVector256 x, RealVector256 y) =>
        new(Vector256.ConditionalSelect(mask._lanes, x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 AddBits(RealVector256 x, RealVector256 y) =>
        new((x._lanes.AsInt32() + y._lanes.AsInt32()).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 SubtractBits(RealVector256 x, RealVector256 y) =>
        new((x._lanes.AsInt32() - y._lanes.AsInt32()).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 ShiftLeft(RealVector256 x, int n) => new((x._lanes.AsInt32() << n).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 ShiftRight(RealVector256 x, int n) => new((x._lanes.AsInt32() >> n).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector256 FromBits(RealVector256 x) => new(Vector256.ConvertToSingle(x._lanes.AsInt32()).As<float, Real>());
}
