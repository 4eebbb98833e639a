using Xmrl.Experiments.Comparison;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Comparison;

public sealed class AdaptationLossTests
{
    [Fact]
    public void Describe_AdaptationThatLoses_SaysBothScores()
        => AdaptationLoss.Describe(Evaluation([-28.1, -75.25]), degradedBy: 1)
            .ShouldNotBeNull()
            .ShouldStartWith(
                "Adaptation makes the policy worse: return −28.1 before adaptation and −75.25 after one step on the test tasks.");

    [Fact]
    public void Describe_SeveralSteps_ComparesFirstAndLast()
        => AdaptationLoss.Describe(Evaluation([-5, -20, -7]), degradedBy: 1).ShouldNotBeNull().ShouldContain("−7 after 2 steps");

    [Theory]
    [InlineData(-28.0, -5.0)]
    [InlineData(-5.0, -6.0)]
    [InlineData(-5.0, double.NaN)]
    public void Describe_GainOrSmallLoss_SaysNothing(double before, double after)
        => AdaptationLoss.Describe(Evaluation([before, after]), degradedBy: 1).ShouldBeNull();

    [Fact]
    public void Describe_ScoredOnceOrNot_SaysNothing()
    {
        AdaptationLoss.Describe(Evaluation([-5]), degradedBy: 1).ShouldBeNull();
        AdaptationLoss.Describe(Evaluation([]) with { Adaptation = [] }, degradedBy: 1).ShouldBeNull();
    }

    private static StoredEvaluation Evaluation(double[] scores) => new()
    {
        Score = "return",
        Actions = ActionKind.Sampled,
        PoorTest = [],
        Methods = [],
        Adaptation = [new MethodCurve("MAML", scores)],
    };
}
