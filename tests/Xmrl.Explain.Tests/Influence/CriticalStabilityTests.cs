using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Tests.Influence;

public sealed class CriticalStabilityTests
{
    private const int Tasks = 50;
    private const int Replicates = 10;
    private static readonly RandomKey s_key = RandomKey.FromSeed(11);

    [Fact]
    public void Of_FewPlantedTasksAmongManyWithoutInfluence_AreFoundAgainAlthoughTheOrderOfAllIsNoise()
    {
        Explanation explanation = Planted(strength: 3);

        explanation.Ranking[..4].Order().ShouldBe([0, 1, 2, 3]);
        CriticalStability.Of(explanation, explanation.Ranking[..4], worst: false, s_key).ShouldBeGreaterThan(0.99);
        explanation.Agreement.PredictedReliability.ShouldBeLessThan(0.75);
    }

    [Fact]
    public void Of_NoPlantedTask_IsLittleMoreThanTheChoiceFindsInItsOwnNoise()
    {
        Explanation explanation = Planted(strength: 0);

        CriticalStability.Of(explanation, explanation.Ranking[..4], worst: false, s_key).ShouldBeLessThan(0.65);
    }

    [Fact]
    public void Of_Worst_LooksAtTheOtherEnd()
    {
        Explanation explanation = Planted(strength: -3);

        CriticalStability.Of(explanation, explanation.Ranking[^4..], worst: true, s_key).ShouldBeGreaterThan(0.99);
        CriticalStability.Of(explanation, explanation.Ranking[^4..], worst: false, s_key).ShouldBe(0, 0.01);
    }

    [Fact]
    public void Of_AllTasks_IsOne()
    {
        Explanation explanation = Planted(strength: 1);

        CriticalStability.Of(explanation, explanation.Ranking, worst: false, s_key).ShouldBe(1, 1e-12);
    }

    /// <summary>The first four tasks have an influence of this many standard deviations of a replicate's noise, the others none.</summary>
    private static Explanation Planted(double strength)
    {
        var replicates = new double[Replicates * Tasks];
        for (int i = 0; i < replicates.Length; i++)
        {
            replicates[i] = s_key.Normal((ulong)i) + (i % Tasks < 4 ? strength : 0);
        }

        RankAgreementResult agreement = RankAgreement.Measure(replicates, Tasks, 4);
        return new Explanation
        {
            Method = InfluenceMethod.Identity,
            Weights = new double[Tasks],
            Replicates = replicates,
            Agreement = agreement,
            Ranking = [.. Enumerable.Range(0, Tasks).OrderByDescending(task => agreement.Elements[task].Value)],
            Solver = string.Empty,
            Interactions = 0,
        };
    }
}
