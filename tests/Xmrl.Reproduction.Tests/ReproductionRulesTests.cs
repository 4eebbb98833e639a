using System.Collections.Immutable;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Tests;

public sealed class ReproductionRulesTests
{
    /// <summary>Rounding of means of a few numbers.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>Values per seed: mean 0, deviation 1; the t-interval of four is ±1.591.</summary>
    private static readonly double[] s_noise = [-1.1618950038622251, -0.3872983346207417, 0.3872983346207417, 1.1618950038622251];

    [Theory]
    // Interval of A reaches 10.9, the paper's range 11.5.
    [InlineData(12.5, 10, ClaimVerdict.Holds, CellVerdict.Reproduced, CellVerdict.Reproduced)]
    [InlineData(20, 10, ClaimVerdict.Holds, CellVerdict.OrderingHolds, CellVerdict.Reproduced)]
    [InlineData(20, 19, ClaimVerdict.Holds, CellVerdict.OrderingHolds, CellVerdict.OrderingHolds)]
    [InlineData(20, 20, ClaimVerdict.NotShown, CellVerdict.NotReproduced, CellVerdict.NotReproduced)]
    [InlineData(11, 11, ClaimVerdict.NotShown, CellVerdict.Reproduced, CellVerdict.Reproduced)]
    [InlineData(10, 11, ClaimVerdict.Contradicted, CellVerdict.NotReproduced, CellVerdict.NotReproduced)]
    public void Apply_MeansOfTwoRows_GivesTheStatedVerdicts(double a, double b, ClaimVerdict claim, CellVerdict first, CellVerdict second)
    {
        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = Apply(
            [.. s_noise.Select(noise => a + noise)], [.. s_noise.Select((noise, i) => b + noise + (i % 2 == 0 ? 0.1 : -0.1))]);

        claims.Single().Verdict.ShouldBe(claim);
        (cells[0].Verdict, cells[1].Verdict, cells[2].Verdict).ShouldBe((first, second, null));
        cells[0].Mean!.Value.ShouldBe(a, Tolerance);
        cells[0].StandardDeviation!.Value.ShouldBe(1, Tolerance);
        cells[0].Interval!.Value.High!.Value.ShouldBe(a + 1.5912, 1e-4);
        claims.Single().Paper.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Apply_FewSeeds_IsUndecided(int seeds)
    {
        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = Apply(
            [.. s_noise.Take(seeds).Select(noise => 11 + noise)], [.. s_noise.Take(seeds)]);

        cells[0].Verdict.ShouldBe(CellVerdict.Undecided);
        claims.Single().Verdict.ShouldBe(ClaimVerdict.Undecided);
        (cells[0].Mean is not null).ShouldBe(seeds > 0);
        (cells[0].Interval is { Low: not null }).ShouldBe(seeds > 1);
    }

    [Fact]
    public void Apply_EqualDifferences_DecideNothing()
    {
        // Three seeds, each 1 better, and a row that is 12 on every seed: neither has variance, so neither claim nor cell is judged.
        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = Apply([12, 12, 12], [11, 11, 11]);

        ClaimResult claim = claims.Single();
        (claim.PValue, claim.UncorrectedPValue, claim.Verdict).ShouldBe((null, null, ClaimVerdict.Undecided));
        claim.Difference.ShouldBe(Interval.None(1, Interval.NoVariance));
        (cells[0].Interval, cells[0].Verdict).ShouldBe((Interval.None(12, Interval.NoVariance), CellVerdict.Undecided));
    }

    [Fact]
    public void Apply_SeedsThatDiffer_TestsCommonSeedsAlone()
    {
        TableReproduction table = Table();
        (ulong Seed, RunFigures Figures)[] runs =
        [
            .. new ulong[] { 1, 2, 3, 4 }.Select(seed => (seed, Figures("A", 10 + seed))),
            .. new ulong[] { 2, 3, 4, 9 }.Select(seed => (seed, Figures("B", 9 + seed + (0.01 * seed * seed)))),
        ];

        (_, IReadOnlyList<ClaimResult> claims) = ReproductionRules.Apply(table, runs, isDecisive: true);

        claims.Single().Seeds.ShouldBe(3);
        claims.Single().Difference!.Value.Value.ShouldBe(1 - (0.01 * (4 + 9 + 16) / 3), Tolerance);
    }

    [Fact]
    public void Apply_SeveralClaims_CorrectsForTheirNumber()
    {
        TableReproduction table = Table();
        TableReproduction two = table with { Claims = [.. table.Claims, new OrderingClaim("B", "A", FakeSeries.Column)] };
        double[] a = [.. s_noise.Select(noise => 11 + noise)], b = [.. s_noise.Select((noise, i) => 10 + noise + (0.3 * i))];

        double one = ReproductionRules.Apply(table, Runs(a, b), isDecisive: true).Claims[0].PValue!.Value;
        IReadOnlyList<ClaimResult> claims = ReproductionRules.Apply(two, Runs(a, b), isDecisive: true).Claims;

        claims.Select(claim => claim.PValue!.Value).ShouldAllBe(p => Math.Abs(p - (2 * one)) < Tolerance);
        claims[1].Difference!.Value.Value.ShouldBe(-claims[0].Difference!.Value.Value, Tolerance);
    }

    [Theory]
    // Differences of the rows are ±0.1 around the mean; the interval of a difference of 1 ends at 1.18.
    [InlineData(1, 3, ClaimVerdict.Holds)]
    [InlineData(1, 1.05, ClaimVerdict.NotShown)]
    [InlineData(1, 0.5, ClaimVerdict.Contradicted)]
    [InlineData(-1, 0.5, ClaimVerdict.Contradicted)]
    [InlineData(-1, 3, ClaimVerdict.Holds)]
    public void Apply_RowsClaimedAlike_GivesTheStatedVerdict(double difference, double margin, ClaimVerdict verdict)
    {
        TableReproduction table = Table() with { Claims = [], Equivalences = [new EquivalenceClaim("A", "B", FakeSeries.Column, margin)] };

        ClaimResult claim = ReproductionRules.Apply(table, Runs(Noisy(10 + difference), Noisy(10, 0.1)), isDecisive: true).Claims.Single();

        (claim.Verdict, claim.Margin, claim.By).ShouldBe((verdict, margin, null));
        claim.Words.ShouldBe($"A and B within ±{margin.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    [Theory]
    [InlineData(2, 1, ClaimVerdict.Holds)]
    [InlineData(1.05, 1, ClaimVerdict.NotShown)]
    [InlineData(0.5, 1, ClaimVerdict.Contradicted)]
    public void Apply_ClaimWithALeastDifference_TestsAgainstIt(double difference, double by, ClaimVerdict verdict)
    {
        TableReproduction table = Table() with { Claims = [new OrderingClaim("A", "B", FakeSeries.Column, by)] };

        ClaimResult claim = ReproductionRules.Apply(table, Runs(Noisy(10 + difference), Noisy(10, 0.1)), isDecisive: true).Claims.Single();

        (claim.Verdict, claim.By, claim.Words).ShouldBe((verdict, by, "A above B by 1"));
        claim.Difference!.Value.Value.ShouldBe(difference, Tolerance);
    }

    [Fact]
    public void Apply_EquivalenceBesideAnOrder_IsCorrectedWithIt()
    {
        TableReproduction alone = Table() with { Claims = [], Equivalences = [new EquivalenceClaim("A", "B", FakeSeries.Column, 3)] };
        TableReproduction both = alone with { Claims = Table().Claims };
        (ulong, RunFigures)[] runs = Runs(Noisy(11), Noisy(10, 0.1));

        double one = ReproductionRules.Apply(alone, runs, isDecisive: true).Claims.Single().PValue!.Value;
        IReadOnlyList<ClaimResult> claims = ReproductionRules.Apply(both, runs, isDecisive: true).Claims;

        claims[1].UncorrectedPValue!.Value.ShouldBe(one, Tolerance);
        claims[1].PValue!.Value.ShouldBe(2 * one, Tolerance);
    }

    [Fact]
    public void Apply_SmallerScale_JudgesClaimsAlone()
    {
        TableReproduction desk = Table() with { Variant = new ReproductionVariant(ReproductionScale.Desk) };

        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = ReproductionRules.Apply(
            desk, Runs(Noisy(12), Noisy(10, 0.1)), isDecisive: true);

        (cells[0].Verdict, cells[1].Verdict, claims.Single().Verdict)
            .ShouldBe((CellVerdict.Undecided, CellVerdict.Undecided, ClaimVerdict.Holds));
    }

    [Fact]
    public void Apply_ValueTwiceOrNotFinite_NamesTheCell()
    {
        Should.Throw<InvalidDataException>(
            ()
                => ReproductionRules.Apply(
                    Table(), [(1, Figures("A", 1)), (1, Figures("A", 2))], true)).Message.ShouldContain("'A | score', seed 1");
        Should.Throw<InvalidDataException>(
            () => ReproductionRules.Apply(Table(), [(1, Figures("A", double.NaN))], true)).Message.ShouldContain("NaN");
    }

    [Fact]
    public void Check_ClaimWithoutCell_IsRefused()
    {
        TableReproduction table = Table() with { Claims = [new OrderingClaim("A", "C", FakeSeries.Column)] };

        Should.Throw<ArgumentException>(() => new ReproductionRegistry(table)).Message.ShouldContain("row 'C'");
        TableReproduction alike = Table() with { Equivalences = [new EquivalenceClaim("A", "D", FakeSeries.Column, 1)] };
        Should.Throw<ArgumentException>(() => new ReproductionRegistry(alike)).Message.ShouldContain("row 'D'");
        Should.Throw<ArgumentException>(() => new ReproductionRegistry(Table(), Table())).Message.ShouldContain("once");
        Should.Throw<ArgumentException>(() => Table() with { Id = "Table 1" });
    }

    /// <summary>Values of four seeds around a mean; a shift alternates their signs, so that paired differences vary by it.</summary>
    private static double[] Noisy(double mean, double shift = 0)
        => [.. s_noise.Select((noise, i) => mean + noise + (i % 2 == 0 ? shift : -shift))];

    private static TableReproduction Table() => FakeSeries.Table(new FakeSeries("A", _ => 0), new FakeSeries("B", _ => 0));

    private static (IReadOnlyList<CellResult> Cells, IReadOnlyList<ClaimResult> Claims) Apply(double[] a, double[] b)
        => ReproductionRules.Apply(Table(), Runs(a, b), isDecisive: true);

    private static (ulong Seed, RunFigures Figures)[] Runs(double[] a, double[] b) =>
        [.. a.Select((value, i) => ((ulong)i, Figures("A", value))), .. b.Select((value, i) => ((ulong)i, Figures("B", value)))];

    private static RunFigures Figures(string row, double value) => new()
    {
        Values = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal)
            .Add(ReproductionCell.KeyOf(row, FakeSeries.Column), value),
        Interactions = 1,
        Seconds = 1,
    };
}
