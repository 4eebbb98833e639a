using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Operators;

namespace Xmrl.Numerics.Tests.Kernels;

public sealed class ElementwiseTests
{
    private const int LongestLength = 256;

    private delegate void Unary(ReadOnlySpan<Real> x, Span<Real> destination);

    private delegate void Binary(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, Span<Real> destination);

    public static TheoryData<string> UnaryNames => [.. s_unary.Keys];

    public static TheoryData<string> BinaryNames => [.. s_binary.Keys];

    private static readonly Dictionary<string, (Unary Kernel, Func<Real, Real> Plain)> s_unary = new()
    {
        ["Sqrt"] = (Elementwise.Apply<SqrtOperator>, Real.Sqrt),
        ["Relu"] = (Elementwise.Apply<ReluOperator>, x => Real.Max(x, 0)),
        ["Tanh"] = (Elementwise.Apply<TanhOperator>, x => One(VectorMath.Tanh, x)),
        ["Exp"] = (Elementwise.Apply<ExpOperator>, x => One(VectorMath.Exp, x)),
        ["Log"] = (Elementwise.Apply<LogOperator>, x => One(VectorMath.Log, x)),
        ["Scale"] = ((x, d) => Elementwise.Apply<MultiplyOperator>(x, (Real)1.7, d), x => x * (Real)1.7),
        ["AddScalar"] = ((x, d) => Elementwise.Apply<AddOperator>(x, (Real)1.7, d), x => x + (Real)1.7),
    };

    private static readonly Dictionary<string, (Binary Kernel, Func<Real, Real, Real> Plain)> s_binary = new()
    {
        ["Add"] = (Elementwise.Apply<AddOperator>, (x, y) => x + y),
        ["Subtract"] = (Elementwise.Apply<SubtractOperator>, (x, y) => x - y),
        ["Multiply"] = (Elementwise.Apply<MultiplyOperator>, (x, y) => x * y),
        ["Divide"] = (Elementwise.Apply<DivideOperator>, (x, y) => x / y),
        ["Minimum"] = (Elementwise.Apply<MinimumOperator>, Real.Min),
        ["MultiplyOneMinusSquare"] = (Elementwise.Apply<MultiplyOneMinusSquareOperator>, (g, y) => g * Real.FusedMultiplyAdd(-y, y, 1)),
        ["MaskPositive"] = (Elementwise.Apply<MaskPositiveOperator>, (g, y) => y > 0 ? g : 0),
    };

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void ApplyUnary_EveryLength_EqualsPlainLoop(string name)
    {
        (Unary kernel, Func<Real, Real> plain) = s_unary[name];
        for (int length = 0; length <= LongestLength; length++)
        {
            Real[] x = Numbers(length, 1);
            Real[] expected = [.. x.Select(plain)];
            Real[] result = new Real[length];
            kernel(x, result);
            result.ShouldBe(expected);
            kernel(x, x);
            x.ShouldBe(expected);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void ApplyBinary_EveryLength_EqualsPlainLoop(string name)
    {
        (Binary kernel, Func<Real, Real, Real> plain) = s_binary[name];
        for (int length = 0; length <= LongestLength; length++)
        {
            Real[] x = Numbers(length, 1);
            Real[] y = Numbers(length, 2);
            Real[] expected = [.. x.Zip(y, plain)];
            Real[] guarded = new Real[length + 2];
            kernel(x, y, guarded.AsSpan(1, length));
            guarded[1..^1].ShouldBe(expected);
            guarded[0].ShouldBe(0);
            guarded[^1].ShouldBe(0);
            kernel(x, y, y);
            y.ShouldBe(expected);
        }
    }

    [Fact]
    public void ApplyTernary_EveryLength_EqualsPlainLoop()
    {
        for (int length = 0; length <= LongestLength; length++)
        {
            Real[] x = Numbers(length, 1);
            Real[] y = Numbers(length, 2);
            Real[] z = Numbers(length, 3);
            Real[] expected = [.. x.Select((value, i) => value * y[i] * z[i])];
            Elementwise.Apply<TripleProductOperator>(x, y, z, z);
            z.ShouldBe(expected);
        }
    }

    [Fact]
    public void ApplyBinary_NaN_PropagatesThroughMinimumAndIsNotPositive()
    {
        Real[] result = new Real[2];
        Elementwise.Apply<MinimumOperator>([Real.NaN, 1], [1, Real.NaN], result);
        result.ShouldBe([Real.NaN, Real.NaN]);
        Elementwise.Apply<MaskPositiveOperator>([2, Real.NaN], [Real.NaN, 0], result);
        result.ShouldBe([0, 0]);
    }

    [Fact]
    public void Apply_LengthsDiffer_ThrowsWithBothLengths() =>
        Should.Throw<ArgumentException>(
            ()
                => Elementwise.Apply<AddOperator>(
                    new Real[3], new Real[4], new Real[3])).Message.ShouldContain("y needs the length of the destination, 3; found 4");

    [Fact]
    public void Apply_ShiftedOverlap_Throws()
    {
        Real[] memory = new Real[20];
        Should.Throw<ArgumentException>(() => Elementwise.Apply<ReluOperator>(memory.AsSpan(0, 10), memory.AsSpan(1, 10)));
    }

    private static Real One(Unary kernel, Real x)
    {
        Real[] element = [x];
        kernel(element, element);
        return element[0];
    }

    // Both signs, with exact zeros, so that masks and minima meet their edges.
    private static Real[] Numbers(int length, int salt) =>
        [.. Enumerable.Range(0, length).Select(i => (i + salt) % 11 == 0 ? 0 : (Real)(3 * Math.Sin((salt * 1.3) + (i * 0.7))))];
}
