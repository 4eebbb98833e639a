using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;
using Xmrl.Sweeping;

namespace Xmrl.Experiments.Tests.Sweeping;

public sealed class SweepSummaryTests
{
    private const double RoundingTolerance = 1e-12;

    [Fact]
    public void Of_TwoSweeps_AveragesGainsAndTakesTheBestOfEachMethod()
    {
        // The best tuning of a run alone (strength 2 for the first) is not the best on average.
        SweepRecord first = Record(
            "a", ("tw", 1, 0.02), ("tw", 2, 0.05), ("continued", 1, -0.01));
        SweepRecord second = Record(
            "b", ("tw", 1, 0.04), ("tw", 2, -0.03), ("continued", 1, 0.03));

        var summary = SweepSummary.Of([first, second]);

        summary.BaseRuns.ShouldBe(["a", "b"]);
        summary.Entries.Select(entry => entry.Gain.Value).ShouldBe([0.03, 0.01, 0.01], RoundingTolerance);
        summary.Best()
            .Select(entry => (entry.Method, entry.Strength))
            .ShouldBe([("tw", 1), ("continued", 1)]);
        summary.Settings().ShouldContain("retrain.tuning.tw.strength=1");

        // Two values 0.02 apart: standard error 0.01, and t at 97.5 % with one degree of freedom is 12.706.
        (summary.Entries[0].Gain.High - summary.Entries[0].Gain.Low)!.Value.ShouldBe(2 * 12.706 * 0.01, 1e-4);
    }

    [Fact]
    public void Best_TuningThatBreaksOnePolicy_LosesAgainstOneThatGainsLess()
    {
        // Means 0.05 and 0.03; standard deviations 0.113 and 0.014.
        SweepRecord first = Record("a", ("tw", 1, 0.13), ("tw", 2, 0.04));
        SweepRecord second = Record("b", ("tw", 1, -0.03), ("tw", 2, 0.02));

        var summary = SweepSummary.Of([first, second]);

        summary.Best().Single().Strength.ShouldBe(2);
        summary.Best().Single().Cautious.ShouldBe(0.03 - (0.01 * Math.Sqrt(2)), RoundingTolerance);
    }

    [Fact]
    public void Of_TuningThatOneSweepLacks_IsLeftOut()
    {
        SweepRecord first = Record("a", ("tw", 1, 0.02), ("nearestCritical", 1, 0.05));
        SweepRecord second = Record("b", ("tw", 1, 0.04));

        SweepSummary.Of([first, second]).Entries.Select(entry => entry.Method).ShouldBe(["tw"]);
    }

    [Fact]
    public void Best_CandidateStoodStill_IsNotChosen()
    {
        SweepRecord moved = Record("a", ("tw", 1, 0.02), ("tw", 2, 0.05), ("ma", 1, 0.01));
        SweepRecord still = moved with
        {
            Candidates =
            [
                moved.Candidates[0],
                .. moved.Candidates.Skip(1).Select(static candidate => candidate with { Standstill = "It stood still." }),
            ],
        };

        moved.Best().Select(static best => (best.Method, best.Strength))
            .ShouldBe([("tw", 2.0), ("ma", 1.0)]);
        still.Best().ShouldHaveSingleItem().Strength.ShouldBe(1);
        still.Settings().Count.ShouldBe(2);
        SweepSummary.Of([moved, still]).Entries.ShouldHaveSingleItem().Strength.ShouldBe(1);
        SweepSummary.Of([still, moved]).Entries.ShouldHaveSingleItem().Strength.ShouldBe(1);
    }

    [Fact]
    public void Of_DifferentSearchesOrOneAlone_AreRefused()
    {
        SweepRecord first = Record("a", ("tw", 1, 0.02));
        SweepRecord other = first with { Request = first.Request with { Tasks = 7 } };

        Should.Throw<ArgumentException>(() => SweepSummary.Of([first, other])).Message.ShouldContain("different");
        Should.Throw<ArgumentException>(() => SweepSummary.Of([first])).Message.ShouldContain("two");
    }

    private static SweepRecord Record(string run, params (MethodName Method, double Strength, double Gain)[] candidates) => new()
    {
        Request = new SweepRequest { BaseRun = run },
        Score = "success",
        Base = 0.9,
        Candidates =
        [
            .. candidates.Select(candidate => new SweepCandidate
            {
                Method = candidate.Method,
                StepScale = 1,
                Strength = candidate.Strength,
                Scores = [0.9, 0.9 + (2 * candidate.Gain)],
                Mean = new Interval(0.9 + candidate.Gain, 0.9, 1),
                ToBase = new PairedDifference(new Interval(candidate.Gain, -1, 1), 0.5),
                Interactions = 10,
            }),
        ],
    };
}
