using Xmrl.MuJoCo.Locomotion;

namespace Xmrl.MuJoCo.Tests.Locomotion;

public sealed class StateMixingTests
{
    /// <summary>Rounding of four products and a root.</summary>
    private const double Tolerance = 1e-14;

    [Fact]
    public void Mix_PlainNumbers_IsConvex()
    {
        var mixed = new double[2];
        StateMixing.Mix([1, 10], [3, -10], 0.25, [], mixed);
        mixed.ShouldBe([2.5, -5]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Mix_RotationsAboutOneAxis_GivesTheOneBetween(int sign)
    {
        // Turns by 0.2 and 1.0 about z; a quaternion and its negative are the same turn.
        double[] first = [7, Math.Cos(0.1), 0, 0, Math.Sin(0.1)];
        double[] second = [9, sign * Math.Cos(0.5), 0, 0, sign * Math.Sin(0.5)];
        var mixed = new double[5];
        StateMixing.Mix(first, second, 0.5, [1], mixed);
        mixed[0].ShouldBe(8);
        mixed[1].ShouldBe(Math.Cos(0.3), Tolerance);
        mixed[4].ShouldBe(Math.Sin(0.3), Tolerance);
    }

    [Fact]
    public void Mix_AnyRotations_HasLengthOne()
    {
        double[] first = [0.5, 0.5, 0.5, 0.5];
        double[] second = [0, 0, -1, 0];
        var mixed = new double[4];
        StateMixing.Mix(first, second, 0.3, [0], mixed);
        mixed.Sum(value => value * value).ShouldBe(1, Tolerance);
        mixed.Zip(first)
            .Sum(pair => pair.First * pair.Second)
            .ShouldBeGreaterThan(first.Zip(second).Sum(pair => pair.First * pair.Second), "it lies on the shorter arc");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Mix_Ends_AreExact(double lambda)
    {
        double[] first = [0.1, 0.2, 0.3, 0.4];
        double[] second = [-0.4, -0.3, -0.2, -0.1];
        var mixed = new double[4];
        StateMixing.Mix(first, second, lambda, [0], mixed);
        mixed.ShouldBe(lambda == 1 ? first : second);
    }
}
