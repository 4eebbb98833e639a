using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Tests.Comparison;

public sealed class VerdictTests
{
    [Fact]
    public void Of_BaseAlone_SaysThatNothingWasRepaired()
        => Verdict.Of([Row(null, 0.5)], isShare: true)
            .ShouldBe("The base policy scores 50.0 % on 4 unseen tasks; nothing was repaired in this run.");

    [Fact]
    public void Of_GainThatIsShown_SaysSizeAndP()
        => Verdict.Of([Row(null, 0.5), Row("xmrl", 0.62, (0.12, 0.01), (0.08, 0.04))], isShare: true).ShouldBe(
            "XMRL scores 62.0 % on unseen tasks, the base policy 50.0 %: +12.0 points (paired t-test, p = 0.01). Against more training "
                + "of equal budget: +8.0 points (paired t-test, p = 0.04). 25 % of the other tasks are degraded. One seed decides "
                + "nothing: repeat with others.");

    [Fact]
    public void Of_LossThatIsShown_HasItsSign()
        => Verdict.Of([Row(null, 0.5), Row("xmrl", 0.4, (-0.1, 0.001))], isShare: true)
            .ShouldContain("the base policy 50.0 %: −10.0 points (paired t-test, p = 0.001).");

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    public void Of_DifferenceThatIsNotShown_ClaimsNone(double p)
    {
        string verdict = Verdict.Of([Row(null, 0.5), Row("xmrl", 0.52, (0.02, p))], isShare: true);

        verdict.ShouldContain("+2.0 points, no difference is shown (p = ");
        verdict.ShouldNotContain("paired t-test");
        verdict.ShouldNotContain("more training");
    }

    [Fact]
    public void Of_EqualGains_ClaimsNothingWithoutVariance()
    {
        MethodSummary ours = Row(
            "xmrl", 0.62,
            (0.12, 0.01)) with
        { ToBase = new PairedDifference(Interval.None(0.12, Interval.NoVariance), null, TestStatus.NoVariance) };

        string verdict = Verdict.Of([Row(null, 0.5), ours], isShare: true);

        verdict.ShouldContain("+12.0 points, which no test can judge (no variance).");
        verdict.ShouldNotContain("paired t-test");
    }

    [Fact]
    public void Of_GainOverBaseButNotOverControl_SaysBoth()
    {
        string verdict = Verdict.Of(
            [
                Row(null, 0.5), Row("continued", 0.6, (0.1, 0.01)),
                Row("xmrl", 0.61, (0.11, 0.01), (0.01, 0.6)),
            ],
            isShare: true);

        verdict.ShouldContain("the base policy 50.0 %: +11.0 points (paired t-test, p = 0.01).");
        verdict.ShouldContain("Against more training of equal budget: +1.0 points, no difference is shown (p = 0.6).");
    }

    [Theory]
    [InlineData(4, "test tasks, all with the parameters of a training task")]
    [InlineData(1, "test tasks, 1 of them with the parameters of a training task")]
    public void Of_TestTasksThatWereTrainedOn_AreNotCalledUnseen(int seen, string tasks)
    {
        Verdict.Of([Row(null, 0.5)], isShare: true, seen)
            .ShouldBe($"The base policy scores 50.0 % on 4 {tasks}; nothing was repaired in this run.");
        string repaired = Verdict.Of([Row(null, 0.5), Row("xmrl", 0.62, (0.12, 0.01))], isShare: true, seen);
        repaired.ShouldStartWith($"XMRL scores 62.0 % on {tasks}, the base policy 50.0 %");
        repaired.ShouldNotContain("unseen");
    }

    [Fact]
    public void Of_VariantsWithoutXmrl_IsAboutTheFirst()
        => Verdict.Of(
            [
                Row(null, 0.5), Row("continued", 0.7, (0.2, 0.01)), Row("xmrlPoor", 0.62, (0.12, 0.01)),
                Row("xmrlWeighted", 0.6, (0.1, 0.01)),
            ], isShare: true)
            .ShouldStartWith("XMRL-Poor scores 62.0 % on unseen tasks, the base policy 50.0 %: +12.0 points");

    [Fact]
    public void Of_ControlsAlone_ClaimsNoRepair()
        => Verdict.Of([Row(null, 0.5), Row("continued", 0.7, (0.2, 0.01))], isShare: true)
            .ShouldBe("The base policy scores 50.0 % on 4 unseen tasks; controls alone were trained from it, no repair.");

    [Fact]
    public void Of_Returns_PrintsNumbersWithoutPoints()
    {
        string verdict = Verdict.Of([Row(null, -12.3456), Row("xmrl", -11, (1.3456, 0.01))], isShare: false);

        verdict.ShouldStartWith("XMRL scores −11 on unseen tasks, the base policy −12.35: +1.35 (");
    }

    [Theory]
    [InlineData(0.00042, "+0.00042")]
    [InlineData(-4.4987, "−4.5")]
    [InlineData(-3.8701, "−3.87")]
    [InlineData(0, "0")]
    [InlineData(0.364, "+0.364")]
    public void Signed_AnySize_HasThreeFigures(double value, string expected) => Verdict.Signed(value).ShouldBe(expected);

    private static MethodSummary Row(
        MethodName? method, double mean, (double Value, double P)? toBase = null,
        (double Value, double P)? toControl = null) => new()
        {
            Name = method is { } own ? MethodTable.Standard[own].Title : Maml.Title,
            Method = method,
            Scores = [mean, mean, mean, mean],
            Mean = Exactly(mean),
            Iqm = Exactly(mean),
            Cvar = Exactly(mean),
            Poor = Exactly(mean),
            NonPoor = Exactly(mean),
            Degradation = new DegradationResult(1, 0.25, 0.2, 0.2, 0),
            ToBase = Difference(toBase),
            ToControl = Difference(toControl),
            OtherActionsMean = mean,
            Interactions = 0,
        };

    private static PairedDifference? Difference((double Value, double P)? d)
        => d is { } given ? new PairedDifference(Exactly(given.Value), given.P) : null;

    private static Interval Exactly(double value) => new(value, value, value);
}
