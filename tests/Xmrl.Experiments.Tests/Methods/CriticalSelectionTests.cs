using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Methods;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Tests.Methods;

public sealed class CriticalSelectionTests
{
    private static readonly Navigation2DFamily Family = new();

    // Three near the first poor task, one near the second.
    private static readonly MdpTask[] Training = [At(0.03, 0), At(0.01, 0), At(0.4, 0.4), At(0.02, 0), At(-0.5, -0.5)];
    private static readonly MdpTask[] Poor = [At(0, 0), At(0.5, 0.5)];

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1, 2, 3 })]
    [InlineData(4, new[] { 0, 1, 2, 3 })]
    [InlineData(5, new[] { 0, 1, 2, 3, 4 })]
    public void Nearest_TwoPoorTasks_ChooseByTurns(int count, int[] expected)
        => CriticalSelection.Nearest(Family, Training, Poor, count).ShouldBe(expected);

    [Fact]
    public void Nearest_OrderOfPoorTasks_DecidesWhoBegins()
        => CriticalSelection.Nearest(Family, Training, [Poor[1], Poor[0]], 1).ShouldBe([2]);

    [Fact]
    public void Nearest_NoDistance_IsNull()
    {
        var family = new SingleEnvironmentFamily(Family.Spec, _ => throw new InvalidOperationException("No environment is needed."));
        CriticalSelection.Nearest(family, Training, Poor, 2).ShouldBeNull();
    }

    [Fact]
    public void Random_AnyKey_ChoosesEachTaskAsOftenAsAnyOther()
    {
        const int Repeats = 2000;
        var counts = new int[5];
        for (int seed = 0; seed < Repeats; seed++)
        {
            int[] chosen = CriticalSelection.Random(5, 2, RandomKey.FromSeed((ulong)seed));
            chosen.Length.ShouldBe(2);
            chosen[0].ShouldBeLessThan(chosen[1]);
            counts[chosen[0]]++;
            counts[chosen[1]]++;
        }

        // Binomial with share 2/5: four standard deviations of 22.
        counts.ShouldAllBe(count => Math.Abs(count - (0.4 * Repeats)) < 88);
    }

    [Fact]
    public void Random_SameKey_SameChoice()
        => CriticalSelection.Random(50, 5, RandomKey.FromSeed(3)).ShouldBe(CriticalSelection.Random(50, 5, RandomKey.FromSeed(3)));

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Both_CountOutside_AreRefused(int count)
    {
        Should.Throw<ArgumentOutOfRangeException>(
            () => CriticalSelection.Random(5, count, RandomKey.FromSeed(3))).ParamName.ShouldBe("count");
        Should.Throw<ArgumentOutOfRangeException>(
            () => CriticalSelection.Nearest(Family, Training, Poor, count)).ParamName.ShouldBe("count");
    }

    private static MdpTask At(double x, double y) => new() { EnvironmentId = Navigation2DFamily.Id, Parameters = [x, y] };
}
