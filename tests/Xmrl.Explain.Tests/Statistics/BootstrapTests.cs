using Xmrl.Explain.Statistics;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Tests.Statistics;

public sealed class BootstrapTests
{
    private const double RoundingTolerance = 1e-12;

    private static readonly BootstrapOptions Options = new() { Key = RandomKey.FromSeed(7) };

    [Fact]
    public void Estimate_SameKey_GivesTheSameBits()
    {
        double[] scores = [0.1, 0.5, 0.9, 0.2, 0.4, 0.7];
        Interval first = Bootstrap.Estimate(new(scores, 2, 3), Moments.MeanOf, Options);
        Bootstrap.Estimate(new(scores, 2, 3), Moments.MeanOf, Options).ShouldBe(first);
        Bootstrap.Estimate(new(scores, 2, 3), Moments.MeanOf, Options with { Key = RandomKey.FromSeed(8), Resamples = 50 }).ShouldNotBe(first);
    }

    [Fact]
    public void Estimate_Stopped_EndsBeforeTheNextResample()
    {
        using var source = new CancellationTokenSource();
        int resamples = 0;
        Should.Throw<OperationCanceledException>(() => Bootstrap.Estimate(new([1, 2, 3], 1, 3), scores =>
        {
            if (++resamples == 5)
            {
                source.Cancel();
            }

            return Moments.MeanOf(scores);
        }, Options with { Cancellation = source.Token }));

        resamples.ShouldBe(5);
    }

    [Fact]
    public void Estimate_ManyTasksOneSeed_MatchesTheStandardError()
    {
        // The interval of a mean of 400 normal values is ±1.96 s/√n; a percentile end has an error of a few percent of that.
        double[] scores = Normal(400, 11);
        Moments moments = Moments.Of(scores);
        double reach = 1.96 * moments.StandardDeviation / 20;
        foreach (BootstrapScheme scheme in Enum.GetValues<BootstrapScheme>())
        {
            Interval interval = Bootstrap.Estimate(new(scores, 1, 400), Moments.MeanOf, Options with { Scheme = scheme });
            interval.Value.ShouldBe(moments.Mean, RoundingTolerance);
            interval.Low.ShouldBe(moments.Mean - reach, 0.15 * reach);
            interval.High.ShouldBe(moments.Mean + reach, 0.15 * reach);
        }
    }

    [Fact]
    public void Estimate_EachScheme_VariesOnlyWhatItDraws()
    {
        // Seeds differ by 1, tasks by 10.
        double[] scores = [0, 10, 20, 1, 11, 21, 2, 12, 22];
        ScoreTable table = new(scores, 3, 3);
        Interval seeds = Bootstrap.Estimate(table, Moments.MeanOf, Options with { Scheme = BootstrapScheme.Seeds, Level = 0.999 });
        seeds.ShouldBe(new Interval(11, 10, 12));
        Interval tasks = Bootstrap.Estimate(table, Moments.MeanOf, Options with { Scheme = BootstrapScheme.Tasks, Level = 0.999 });
        tasks.ShouldBe(new Interval(11, 1, 21));
        Interval both = Bootstrap.Estimate(table, Moments.MeanOf, Options with { Scheme = BootstrapScheme.SeedsAndTasks, Level = 0.999 });
        both.Low.ShouldBeInRange(0, 1);
        Interval within = Bootstrap.Estimate(table, Moments.MeanOf, Options with { Scheme = BootstrapScheme.SeedsWithinTasks, Level = 0.95 });
        within.Low.ShouldBeInRange(10.01, 10.99);
    }

    [Fact]
    public void Difference_PairedShift_HasNoWidth()
    {
        double[] before = Normal(60, 12), after = [.. before.Select(x => x + 0.25)];
        Interval paired = Bootstrap.Difference(new(after, 3, 20), new(before, 3, 20), Moments.MeanOf, Options);
        paired.Low.ShouldBe(0.25, RoundingTolerance);
        paired.High.ShouldBe(0.25, RoundingTolerance);
    }

    [Theory]
    [InlineData(BootstrapScheme.SeedsAndTasks, 0.85, 1.0)]
    [InlineData(BootstrapScheme.SeedsWithinTasks, 0.0, 0.7)]
    public void Estimate_SharedSeedEffects_CoversTheTruthWhereTheSchemeClaimsTo(BootstrapScheme scheme, double low, double high)
    {
        // score = task effect (0.2) + seed effect shared by all tasks (0.1) + noise (0.1); the truth is the mean 0 over seeds and tasks.
        // 250 replications give the coverage a standard error of about 0.02.
        const int Replications = 250, Seeds = 8, Tasks = 30;
        int covered = 0;
        for (int r = 0; r < Replications; r++)
        {
            double[] noise = Normal((Seeds * Tasks) + Seeds + Tasks, 1000 + (ulong)r);
            double[] scores = new double[Seeds * Tasks];
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = (0.1 * noise[i]) + (0.1 * noise[scores.Length + (i / Tasks)]) + (0.2 * noise[scores.Length + Seeds + (i % Tasks)]);
            }

            BootstrapOptions options = new() { Key = RandomKey.FromSeed((ulong)r), Resamples = 300, Scheme = scheme };
            Interval interval = Bootstrap.Estimate(new(scores, Seeds, Tasks), Moments.MeanOf, options);
            covered += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        ((double)covered / Replications).ShouldBeInRange(low, high);
    }

    [Fact]
    public void AnyMember_WrongInput_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new ScoreTable([1, 2, 3], 2, 2).Tasks).Message.ShouldContain("found 3");
        Should.Throw<ArgumentException>(() => new ScoreTable([1, double.NaN], 1, 2).Tasks);
        Should.Throw<ArgumentException>(() => Bootstrap.Estimate(new([1], 1, 1), Moments.MeanOf, Options));
        Should.Throw<ArgumentException>(() => Bootstrap.Difference(new([1, 2], 1, 2), new([1, 2], 2, 1), Moments.MeanOf, Options));
        Should.Throw<ArgumentOutOfRangeException>(() => Options with { Level = 1 });
        Should.Throw<ArgumentOutOfRangeException>(() => Options with { Resamples = 1 });
    }

    private static double[] Normal(int count, ulong seed)
    {
        Real[] noise = new Real[count];
        RandomKey.FromSeed(seed).FillNormal(0, noise);
        return [.. noise.Select(x => (double)x)];
    }
}
