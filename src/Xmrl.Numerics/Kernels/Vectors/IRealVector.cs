using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Vectors;

/// <summary>Several numbers that one instruction works on. A kernel takes the width as a type argument, so that one text serves all
/// widths and the compiler knows the width.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <remarks>Every operation works lane by lane and rounds as IEEE 754 says, so a lane's bits do not depend on the width. Operations on
/// bits take a lane as a signed integer of 32 bits and serve single precision alone.</remarks>
internal unsafe interface IRealVector<TSelf>
    where TSelf : unmanaged, IRealVector<TSelf>
{
    /// <summary>Number of lanes.</summary>
    public static abstract int Count { get; }

    /// <summary>Vectors that the processor can hold in registers: what a tile may keep there at once.</summary>
    public static abstract int Registers { get; }

    /// <summary>The same number in every lane.</summary>
    /// <param name="value">The number.</param>
    public static abstract TSelf Create(Real value);

    /// <summary>Reads one number per lane; no alignment is needed.</summary>
    /// <param name="source">The first number.</param>
    public static abstract TSelf Load(Real* source);

    /// <summary>Writes one number per lane; no alignment is needed.</summary>
    /// <param name="destination">Where the first number goes.</param>
    public void Store(Real* destination);

    /// <summary>The lanes, first of 512 bits; what lies behind them is not defined.</summary>
    public Vector512<Real> Widened { get; }

    /// <summary>x + y.</summary>
    public static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>x − y.</summary>
    public static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>x·y.</summary>
    public static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>x / y.</summary>
    public static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>x with the other sign.</summary>
    public static abstract TSelf operator -(TSelf x);

    /// <summary>The bits that both have.</summary>
    public static abstract TSelf operator &(TSelf x, TSelf y);

    /// <summary>The bits that either has.</summary>
    public static abstract TSelf operator |(TSelf x, TSelf y);

    /// <summary>The bits that one alone has.</summary>
    public static abstract TSelf operator ^(TSelf x, TSelf y);

    /// <summary>x·y + z, rounded once.</summary>
    public static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>min(x, y); NaN if either is NaN.</summary>
    public static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>max(x, y); NaN if either is NaN.</summary>
    public static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>min(x, y) in one instruction; where either is NaN, y or NaN.</summary>
    public static abstract TSelf MinNative(TSelf x, TSelf y);

    /// <summary>√x; NaN for x &lt; 0.</summary>
    public static abstract TSelf Sqrt(TSelf x);

    /// <summary>All bits where x &lt; y, none elsewhere.</summary>
    public static abstract TSelf LessThan(TSelf x, TSelf y);

    /// <summary>All bits where x = y, none elsewhere.</summary>
    public static abstract TSelf Equal(TSelf x, TSelf y);

    /// <summary>Whether x = y in every lane.</summary>
    public static abstract bool AllEqual(TSelf x, TSelf y);

    /// <summary>Bits of x where the mask has one, of y elsewhere.</summary>
    public static abstract TSelf Select(TSelf mask, TSelf x, TSelf y);

    /// <summary>x + y of the lanes as integers.</summary>
    public static abstract TSelf AddBits(TSelf x, TSelf y);

    /// <summary>x − y of the lanes as integers.</summary>
    public static abstract TSelf SubtractBits(TSelf x, TSelf y);

    /// <summary>x·2ⁿ of the lanes as integers.</summary>
    public static abstract TSelf ShiftLeft(TSelf x, int n);

    /// <summary>⌊x / 2ⁿ⌋ of the lanes as integers.</summary>
    public static abstract TSelf ShiftRight(TSelf x, int n);

    /// <summary>The number whose value the lane has as an integer, rounded to single precision.</summary>
    public static abstract TSelf FromBits(TSelf x);
}
