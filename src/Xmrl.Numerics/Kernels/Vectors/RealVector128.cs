using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Vectors;

/// <summary>128 bits of numbers.</summary>
internal readonly unsafe struct RealVector128 : IRealVector<RealVector128>
{
    private readonly Vector128<Real> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RealVector128(Vector128<Real> lanes) => _lanes = lanes;

    public static int Count => Vector128<Real>.Count;

    public static int Registers => 16;

    public Vector512<Real> Widened => _lanes.ToVector256Unsafe().ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Create(Real value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Load(Real* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Real* destination) => _lanes.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator +(RealVector128 x, RealVector128 y) => new(x._lanes + y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator -(RealVector128 x, RealVector128 y) => new(x._lanes - y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator *(RealVector128 x, RealVector128 y) => new(x._lanes * y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator /(RealVector128 x, RealVector128 y) => new(x._lanes / y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator -(RealVector128 x) => new(-x._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator &(RealVector128 x, RealVector128 y) => new(x._lanes & y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator |(RealVector128 x, RealVector128 y) => new(x._lanes | y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 operator ^(RealVector128 x, RealVector128 y) => new(x._lanes ^ y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 FusedMultiplyAdd(RealVector128 x, RealVector128 y, RealVector128 z) =>
        new(Vector128.FusedMultiplyAdd(x._lanes, y._lanes, z._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Min(RealVector128 x, RealVector128 y) => new(Vector128.Min(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Max(RealVector128 x, RealVector128 y) => new(Vector128.Max(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 MinNative(RealVector128 x, RealVector128 y) => new(Vector128.MinNative(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Sqrt(RealVector128 x) => new(Vector128.Sqrt(x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 LessThan(RealVector128 x, RealVector128 y) => new(Vector128.LessThan(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Equal(RealVector128 x, RealVector128 y) => new(Vector128.Equals(x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllEqual(RealVector128 x, RealVector128 y) => Vector128.EqualsAll(x._lanes, y._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 Select(RealVector128 mask, RealVector128 x, RealVector128 y) =>
        new(Vector128.ConditionalSelect(mask._lanes, x._lanes, y._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 AddBits(RealVector128 x, RealVector128 y) =>
        new((x._lanes.AsInt32() + y._lanes.AsInt32()).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 SubtractBits(RealVector128 x, RealVector128 y) =>
        new((x._lanes.AsInt32() - y._lanes.AsInt32()).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 ShiftLeft(RealVector128 x, int n) => new((x._lanes.AsInt32() << n).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 ShiftRight(RealVector128 x, int n) => new((x._lanes.AsInt32() >> n).As<int, Real>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RealVector128 FromBits(RealVector128 x) => new(Vector128.ConvertToSingle(x._lanes.AsInt32()).As<float, Real>());
}
