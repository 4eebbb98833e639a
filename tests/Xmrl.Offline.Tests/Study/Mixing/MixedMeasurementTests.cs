using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Studies.Mixing;

namespace Xmrl.Offline.Tests.Study.Mixing;

public sealed class MixedMeasurementTests
{
    private const int Parameters = 40;
    private const int Draws = 400;

    /// <summary>Draws g + ε with independent ε: the squared length of g alone is found, whatever the noise.</summary>
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.05)]
    public void Signal_NoisyDraws_IsTheSquaredLengthOfWhatTheyShare(double length, double noise)
    {
        double[][][] draws =
        [
            .. Enumerable.Range(0, Draws).Select(draw => new[]
            {
                Enumerable.Range(0, Parameters).Select(i => (length / Math.Sqrt(Parameters)) + (noise * Noise(draw, i))).ToArray(),
            }),
        ];
        MixedMeasurement.Signal(draws, 0).ShouldBe(length * length, 0.03 * length * length);

        static double Noise(int draw, int i) => RandomKey.FromSeed(1).Derive(draw).Normal((ulong)i);
    }

    [Fact]
    public void Of_Observations_IsTheMeanDistanceToTheNearestInUnitsOfTheOthersSpread()
    {
        // Components of standard deviation 1 and 10, and one that does not vary.
        var others = new Real[] { -1, 1, -10, 10, 3, 3 };
        var own = new Real[] { -1, 1, 1, -10, 10, 30, 3, 5, 3 };
        StateDistance.Of(new ConstMatrix(own, 3, 3, 3), new ConstMatrix(others, 3, 2, 2)).ShouldBe(Math.Sqrt(4 / 2.0) / 3, 1e-6);
        StateDistance.Of(new ConstMatrix(others, 3, 2, 2), new ConstMatrix(others, 3, 2, 2)).ShouldBe(0);
    }

    [Fact]
    public void All_Kinds_BeginWithOwnSamplesAndEndWithVisitedStates()
    {
        MixedKind.All[0].ShouldBe(MixedKind.Own);
        MixedKind.All[0].Lambda.ShouldBeNull();
        MixedKind.All[^1].Lambda!(0.3).ShouldBe(1);
        MixedKind.All.Select(kind => kind.Name).ShouldBeUnique();
    }
}
