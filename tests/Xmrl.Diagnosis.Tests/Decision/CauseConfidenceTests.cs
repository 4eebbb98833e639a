using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Probes;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Diagnosis.Tests.Decision;

public sealed class CauseConfidenceTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(3);

    [Fact]
    public void Of_FarFromEveryThreshold_IsCertain()
        => CauseConfidence.Of(Evidence.Of((ProbeName.MoreTraining, 0.8)), s_key).ShouldBe(
            [new CauseShare(Cause.TooLittleTraining, 1)]);

    [Fact]
    public void Of_AtAThreshold_IsSharedBetweenItsSides()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.MoreTraining, DiagnosisRule.LeastRecovery));
        IReadOnlyList<CauseShare> shares = CauseConfidence.Of(evidence, s_key);
        shares.Select(share => share.Cause).Order().ShouldBe([Cause.TooLittleTraining, Cause.Unclear]);
        shares.Sum(share => share.Share).ShouldBe(1, 1e-12);
        shares[0].Share.ShouldBeInRange(0.5, 0.7);
    }

    [Fact]
    public void Of_SameKey_IsTheSame()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.MoreTraining, 0.26));
        CauseConfidence.Of(evidence, s_key).ShouldBe(CauseConfidence.Of(evidence, s_key));
    }
}
