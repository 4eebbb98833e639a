using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Probes;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis.Tests.Decision;

public sealed class GainPredictionTests
{
    [Fact]
    public void Of_ProbeOfFullLength_IsWhatItMeasured()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.MoreTraining, 0.5));
        (Interval kind, Interval all) = GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0.2, 1));
        Interval measured = StudentMean.Difference(evidence.Arms[0].Kind, evidence.Kind, GainPrediction.Level);
        kind.Value.ShouldBe(0.5, 1e-12);
        kind.Low!.Value.ShouldBe(measured.Low!.Value, 1e-12);
        all.Value.ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void Of_ShorterProbe_IsCarriedOnTowardsTheTargetAndNotBeyond()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.MoreTraining, 0.2));
        Interval twice = GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0.2, 2)).Kind;
        twice.Value.ShouldBe(Math.Sqrt(0.2 * 0.4), 1e-12);
        Interval far = GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0.2, 1000)).Kind;
        far.Value.ShouldBe(Math.Sqrt(0.2 * 1), 1e-12);
        far.High!.Value.ShouldBe(1, 1e-12);
        far.Low!.Value.ShouldBeLessThan(0.2);
    }

    [Fact]
    public void Of_ProbeThatLoses_IsNotCarriedOn()
        => GainPrediction.Of(Evidence.Of((ProbeName.MoreTraining, -0.3)), ProbeName.MoreTraining, Scale(0.5, 10)).Kind.Value
            .ShouldBe(-0.3, 1e-12);

    [Fact]
    public void OfAdded_LiesBetweenTheKindAddedAndTheKindAlone()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.KindAdded, 0.1), (ProbeName.Specialist, 0.7));
        Interval kind = GainPrediction.OfAdded(evidence, Scale(0.5, 1)).Kind;
        kind.Value.ShouldBe(0.4, 1e-12);
        kind.Low!.Value.ShouldBeLessThan(0.1);
        kind.High!.Value.ShouldBeGreaterThan(0.7);
    }

    [Fact]
    public void Of_OthersThatLose_LowerTheGainOverAllTasks()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.KindAdded, 0.5));
        ScoredArm arm = evidence.Arms[0] with { Others = Evidence.Level(0.8) };
        GainPrediction.Of(evidence with { Arms = [arm] }, ProbeName.KindAdded, Scale(0.2, 1)).All.Value
            .ShouldBe((0.2 * 0.5) - (0.8 * 0.2), 1e-12);
    }

    [Fact]
    public void Over_LongProbe_IsCarriedOnByWhatItIsShort()
    {
        var lengths = new TrainingLengths(Remedy: 8, Long: 4);
        (lengths.Over(ProbeName.MoreTraining), lengths.Over(ProbeName.LongTraining)).ShouldBe((8, 2));
        new TrainingLengths(Remedy: 2, Long: 4).Over(ProbeName.LongSpecialist).ShouldBe(1);
    }

    private static RemedyScale Scale(double share, double remedy) => new(share, new TrainingLengths(remedy, 4));
}
