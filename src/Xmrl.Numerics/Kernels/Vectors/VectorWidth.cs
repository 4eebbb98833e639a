using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Vectors;

/// <summary>The widest vectors that this processor has instructions for. The just-in-time compiler knows the answers, so a choice by them
/// costs nothing.</summary>
internal static class VectorWidth
{
    /// <summary>Lanes of the widest vectors that any processor has. Sums over samples run in this many lanes on every processor, so that
    /// their order is the same everywhere.</summary>
    public const int SumLanes = 64 / sizeof(Real);

    /// <summary>Whether vectors of 512 bits are used.</summary>
    public static bool Is512 => Vector512.IsHardwareAccelerated;

    /// <summary>Whether vectors of 256 bits are used, where those of 512 are not.</summary>
    public static bool Is256 => Vector256.IsHardwareAccelerated && !Vector512.IsHardwareAccelerated;

    /// <summary>Lanes of the vectors that are used.</summary>
    public static int Lanes => Is512 ? RealVector512.Count : Is256 ? RealVector256.Count : RealVector128.Count;
}
