using Xmrl.Explain.Influence;

namespace Xmrl.Diagnosis.Tests;

public sealed class DataAdviceTests
{
    private static readonly Explanation s_found = Found(0.5, -2, 1, -0.5, 0.25, 2);

    [Fact]
    public void Of_HarmfulBuffers_NamesThemTheLeastAlignedAndWhatToCollect()
    {
        string[] sentences = DataAdvice.Of(s_found, [1], [4, 0]).Split('\n');
        sentences[0].ShouldBe(
            "Least aligned with the poor tasks are the buffers of training tasks 2, 4, 5, 1, 3 (influence -2.00 to 1.00).");
        sentences[1].ShouldStartWith("Buffers that harm beyond the noise of their influence: 2. Check their rewards;");
        sentences[2].ShouldStartWith("Collect next: data of tasks like validation tasks 5, 1, the poorest first.");
    }

    [Fact]
    public void Of_NothingHarmful_ThrowsNothingAway()
        => DataAdvice.Of(s_found, [], [0]).ShouldContain("none is to be thrown away");

    private static Explanation Found(params double[] influence)
    {
        RankAgreementResult agreement = RankAgreement.Measure([.. influence, .. influence], influence.Length, 2);
        return new Explanation
        {
            Method = InfluenceMethod.Identity,
            Weights = [.. influence.Select(_ => 1.0)],
            Replicates = [.. influence, .. influence],
            Agreement = agreement,
            Ranking = RankAgreement.TopIndices(influence, influence.Length),
            Solver = "",
            Interactions = 0,
        };
    }
}
