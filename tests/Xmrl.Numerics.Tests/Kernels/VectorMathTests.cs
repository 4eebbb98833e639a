using Xmrl.Numerics.Kernels;

namespace Xmrl.Numerics.Tests.Kernels;

public sealed class VectorMathTests
{
    private const bool IsDouble = sizeof(Real) == sizeof(double);

    // Documented bounds of the single-precision kernels; the double build calls Math, compared with itself at a relative 1e-14.
    private const double TanhTolerance = IsDouble ? 1e-14 : 1e-7;
    private const double UlpTolerance = 2;
    private const double DoubleRelativeTolerance = 1e-14;

    private delegate void Kernel(ReadOnlySpan<Real> source, Span<Real> destination);

    [Fact]
    public void Tanh_FullRange_StaysWithinToleranceAndMonotoneBounds()
    {
        Real[] x = FullRange();
        Real[] y = new Real[x.Length];
        VectorMath.Tanh(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            if (!(Math.Abs(y[i] - Math.Tanh(x[i])) <= TanhTolerance && Math.Abs(y[i]) <= 1))
            {
                throw new ShouldAssertException($"tanh({x[i]:R}) = {y[i]:R}, expected {Math.Tanh(x[i]):R}");
            }
        }
    }

    [Fact]
    public void Tanh_SmallArguments_AreAccurateInRelativeTerms()
    {
        Real[] x = [.. Enumerable.Range(0, 2000).Select(i => (Real)Math.Pow(10, -(i % 37)) * (1 + (i / (Real)2000)))];
        Real[] y = new Real[x.Length];
        VectorMath.Tanh(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            Math.Abs(y[i] - Math.Tanh(x[i])).ShouldBeLessThanOrEqualTo((3e-7 * Math.Abs(x[i])) + Real.Epsilon, $"x = {x[i]:R}");
        }
    }

    [Fact]
    public void Tanh_SpecialValues_GivesLimitsSignsAndNaN()
    {
        Real[] y = Run(
            VectorMath.Tanh,
            [0, -(Real)0.0, Real.PositiveInfinity, Real.NegativeInfinity, Real.NaN, Real.MaxValue, Real.MinValue, Real.Epsilon]);
        Bits(y[0]).ShouldBe(Bits(0));
        Bits(y[1]).ShouldBe(Bits(-(Real)0.0));
        y[2].ShouldBe(1);
        y[3].ShouldBe(-1);
        y[4].ShouldBe(Real.NaN);
        y[5].ShouldBe(1);
        y[6].ShouldBe(-1);
        y[7].ShouldBe(Real.Epsilon);
    }

    [Fact]
    public void Tanh_AroundSaturation_NeverDecreasesByMoreThanRounding()
    {
        Real[] x = [.. Enumerable.Range(0, 40_000).Select(i => 8 + (i * (Real)3e-4))];
        Real[] y = Run(VectorMath.Tanh, x);
        for (int i = 1; i < x.Length; i++)
        {
            y[i].ShouldBeGreaterThanOrEqualTo(y[i - 1] - (Real)TanhTolerance);
            y[i].ShouldBeLessThanOrEqualTo(1);
        }

        y[^1].ShouldBe(1);
    }

    [Fact]
    public void Exp_FullRange_IsWithinTwoUnitsInTheLastPlace()
        => CheckUlps(VectorMath.Exp, Math.Exp, [.. FullRange().Select(x => x % 110)]);

    [Fact]
    public void Exp_SpecialValues_GivesLimitsAndNaN()
    {
        Real[] y = Run(
            VectorMath.Exp,
            [0, -(Real)0.0, Real.PositiveInfinity, Real.NegativeInfinity, Real.NaN, Real.MaxValue, Real.MinValue, Real.Epsilon]);
        y.ShouldBe([1, 1, Real.PositiveInfinity, 0, Real.NaN, Real.PositiveInfinity, 0, 1]);
    }

    [Fact]
    public void Log_FullRange_IsWithinTwoUnitsInTheLastPlace()
    {
        CheckUlps(VectorMath.Log, Math.Log, [.. FullRange().Select(Math.Abs).Where(x => x > 0)]);
        CheckUlps(VectorMath.Log, Math.Log, [.. Enumerable.Range(-5000, 10_001).Select(i => 1 + (i * (Real)1e-5))]);
    }

    [Fact]
    public void Log_SpecialValues_GivesLimitsAndNaN()
    {
        Real[] y = Run(VectorMath.Log, [0, -(Real)0.0, Real.PositiveInfinity, Real.NegativeInfinity, Real.NaN, 1, -1, -Real.Epsilon]);
        y.ShouldBe([Real.NegativeInfinity, Real.NegativeInfinity, Real.PositiveInfinity, Real.NaN, Real.NaN, 0, Real.NaN, Real.NaN]);
    }

    [Fact]
    public void Sigmoid_FullRange_HasSmallRelativeError()
        => CheckRelative(VectorMath.Sigmoid, x => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)), 4e-7);

    [Fact]
    public void Softplus_FullRange_HasSmallRelativeError() => CheckRelative(
        VectorMath.Softplus,
        x => Math.Max(x, 0) + LogOfOnePlus(Math.Exp(-Math.Abs(x))),
        6e-7);

    [Fact]
    public void Sigmoid_OppositeArguments_AddUpToOne()
    {
        Real[] x = [.. FullRange().Where(x => Math.Abs(x) < 1000), 745, 88, 0];
        Real[] y = Run(VectorMath.Sigmoid, x);
        Real[] opposite = Run(VectorMath.Sigmoid, [.. x.Select(value => -value)]);
        for (int i = 0; i < x.Length; i++)
        {
            (y[i] + opposite[i]).ShouldBe(1, IsDouble ? 1e-15 : 2e-7, $"x = {x[i]:R}");
        }
    }

    [Fact]
    public void SigmoidAndSoftplus_SpecialValues_GiveLimitsAndNaN()
    {
        Real[] x = [0, Real.PositiveInfinity, Real.NegativeInfinity, Real.NaN, Real.MaxValue, Real.MinValue, 1000, -1000];
        Run(VectorMath.Sigmoid, x).ShouldBe([(Real)0.5, 1, 0, Real.NaN, 1, 0, 1, 0]);
        Real[] soft = Run(VectorMath.Softplus, x);
        soft[0].ShouldBe((Real)Math.Log(2), IsDouble ? 1e-15 : 1e-7);
        soft[1..].ShouldBe([Real.PositiveInfinity, 0, Real.NaN, Real.MaxValue, 0, 1000, 0]);
    }

    [Fact]
    public void AllFunctions_AnyLengthAndPosition_SameBitsPerElement()
    {
        Real[] x = [.. Enumerable.Range(0, 300).Select(i => (Real)(0.01 + (4 * Math.Abs(Math.Sin(i)))))];
        foreach (Kernel kernel in new Kernel[] { VectorMath.Tanh, VectorMath.Exp, VectorMath.Log, VectorMath.Sigmoid, VectorMath.Softplus })
        {
            Real[] whole = Run(kernel, x);
            for (int length = 0; length <= 256; length++)
            {
                int first = length % 37;
                Real[] inPlace = x[first..(first + length)];
                kernel(inPlace, inPlace);
                inPlace.ShouldBe(whole[first..(first + length)]);
            }
        }
    }

    private static void CheckUlps(Kernel kernel, Func<double, double> reference, Real[] x)
    {
        Real[] y = Run(kernel, x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = reference(x[i]);
            Real rounded = (Real)expected;
            double tolerance = IsDouble
                ? DoubleRelativeTolerance * Math.Abs(expected)
                : UlpTolerance * (Real.BitIncrement(Math.Abs(rounded)) - Math.Abs(rounded));
            bool close = Real.IsInfinity(rounded) ? y[i] == rounded : Math.Abs(y[i] - expected) <= tolerance;
            if (!close)
            {
                throw new ShouldAssertException($"f({x[i]:R}) = {y[i]:R}, expected {expected:R} ± {tolerance}");
            }
        }
    }

    private static double LogOfOnePlus(double e) => e > 0.01
        ? Math.Log(1 + e)
        : e * (1 - (e * (0.5 - (e * ((1 / 3.0) - (e * (0.25 - (e * (0.2 - (e / 6))))))))));

    /// <summary>Where the result is a normal number; below, its bits alone are the precision.</summary>
    private static void CheckRelative(Kernel kernel, Func<double, double> reference, double tolerance)
    {
        Real[] x = [.. FullRange().Where(x => Math.Abs(x) < 80), .. Enumerable.Range(-8000, 16_001).Select(i => i * (Real)1e-3)];
        Real[] y = Run(kernel, x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = reference(x[i]);
            double bound = (IsDouble ? 1e-12 : tolerance) * expected;
            if (!(Math.Abs(y[i] - expected) <= bound))
            {
                throw new ShouldAssertException($"f({x[i]:R}) = {y[i]:R}, expected {expected:R} ± {bound}");
            }
        }
    }

    private static Real[] Run(Kernel kernel, Real[] x)
    {
        Real[] y = new Real[x.Length];
        kernel(x, y);
        return y;
    }

    // Every 4001st float of the whole line, both signs; in the double build the same numbers.
    private static Real[] FullRange()
    {
        List<Real> numbers = [];
        for (uint bits = 0; bits < 0x7F800000; bits += 4001)
        {
            numbers.Add(BitConverter.UInt32BitsToSingle(bits));
            numbers.Add(-BitConverter.UInt32BitsToSingle(bits));
        }

        return [.. numbers];
    }

    private static long Bits(Real value) => BitConverter.DoubleToInt64Bits(value);
}
