using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Experiments.Tests.Comparison;

public sealed class RepairDecisionTests
{
    private const int Tasks = 60;
    private static readonly RandomKey Key = RandomKey.FromSeed(3);
    private static readonly double[] Before = Noise(0, 0);
    private static readonly RepairDecision Decision = new(new ConfirmSettings(), 0.1, range: null);

    [Fact]
    public void Decide_ClearGain_ChoosesTheLargest()
    {
        StoredConfirmation found = Decision.Decide(
            Before, [Of("xmrl", Shift(0.02)), Of("ma", Shift(0.04))], 7, Key);

        found.Chosen.ShouldBe("ma");
        found.Candidates.ShouldAllBe(candidate => candidate.IsConfirmed && candidate.Gain.Low > 0);
        found.Interactions.ShouldBe(7);
        found.Reason.ShouldStartWith("MA replaces the base policy");
    }

    [Fact]
    public void Decide_NoGain_KeepsTheBasePolicy()
    {
        StoredConfirmation found = Decision.Decide(Before, [Of("xmrl", Noise(1, 0))], 0, Key);

        found.Chosen.ShouldBeNull();
        found.Reason.ShouldStartWith("The base policy is kept");
    }

    [Fact]
    public void Decide_GainThatDegradesManyTasks_KeepsTheBasePolicy()
    {
        // Six of 60 tasks lose much, the others gain more.
        double[] after = [.. Before.Select((score, i) => score + (i % 10 == 0 ? -0.2 : 0.3 + (0.001 * i)))];

        StoredConfirmation found = Decision.Decide(Before, [Of("xmrl", after)], 0, Key);

        found.Candidates[0].CorrectedPValue!.Value.ShouldBeLessThan(0.001);
        found.Candidates[0].DegradedShare.ShouldBe(0.1, 1e-12);
        found.Chosen.ShouldBeNull();
    }

    [Fact]
    public void Decide_ManyCandidates_CorrectsForTheirNumber()
    {
        // A gain that one test would accept and nine would not: t = 2 with 59 degrees of freedom, p = 0.025 one-sided.
        double[] after = [.. Before.Select((score, i) => score + (i % 2 == 0 ? 1 : -1) * 0.05 + (2 * 0.05 / Math.Sqrt(Tasks - 1)))];
        RepairCandidate[] one = [Of("xmrl", after)];
        RepairCandidate[] many =
        [
            .. one, .. MethodTable.Standard.All.Skip(1).Select((method, c) => new RepairCandidate(method, Noise((ulong)(c + 5), 0))),
        ];

        Decision.Decide(Before, one, 0, Key).Chosen.ShouldBe("xmrl");
        StoredConfirmation corrected = Decision.Decide(Before, many, 0, Key);
        corrected.Candidates[0].PValue!.Value.ShouldBeInRange(0.02, 0.03);
        corrected.Chosen.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(60)]
    public void Decide_EqualGains_ConfirmsNothingWithoutVariance(int tasks)
    {
        double[] before = [.. Before.Take(tasks)];

        StoredConfirmation found = Decision.Decide(before, [Of("xmrl", [.. before.Select(score => score + 1)])], 0, Key);

        found.Chosen.ShouldBeNull();
        (found.Candidates[0].PValue, found.Candidates[0].CorrectedPValue, found.Candidates[0].IsConfirmed).ShouldBe((null, null, false));
        found.Reason.ShouldContain(tasks == 1 ? "no test: n = 1" : "no test: no variance");
    }

    [Fact]
    public void Decide_OneCandidateWithoutVariance_StillCountsInTheCorrection()
    {
        RepairCandidate tested = Of("xmrl", Shift(0.02)), untested = Of("ma", [.. Before.Select(score => score + 1)]);

        double alone = Decision.Decide(Before, [tested], 0, Key).Candidates[0].CorrectedPValue!.Value;

        Decision.Decide(Before, [tested, untested], 0, Key).Candidates[0].CorrectedPValue!.Value.ShouldBe(2 * alone, 1e-12 * alone);
    }

    private static double[] Shift(double gain) => [.. Before.Select((score, i) => score + gain + (0.001 * (i % 5)))];

    private static double[] Noise(ulong stream, double mean)
        => [.. Enumerable.Range(0, Tasks).Select(i => mean + (0.05 * Key.Derive(stream).Normal((ulong)i)))];

    private static RepairCandidate Of(MethodName method, double[] scores) => new(MethodTable.Standard[method], scores);
}
