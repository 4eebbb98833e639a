using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Probes;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis.Tests.Decision;

public sealed class GainPredictionTests
{
    private const int Unseen = 100;
    private const int Draws = 2000;

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
    public void Of_OthersThatSurelyLose_LoseMoreInALongerTraining()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.KindAdded, 0.5));
        evidence = WithOthers(evidence, (score, i) => score - 0.2 + (0.02 * (i % 2)));
        Interval once = GainPrediction.Of(evidence, ProbeName.KindAdded, Scale(0.5, 1)).All;
        Interval four = GainPrediction.Of(evidence, ProbeName.KindAdded, Scale(0.5, 4)).All;
        Interval loss = StudentMean.Difference(evidence.Arms[0].Others, evidence.Others, GainPrediction.Level);
        once.Value.ShouldBe((0.5 * 0.5) - (0.5 * 0.19), 1e-12);
        four.Value.ShouldBe((0.5 * Math.Sqrt(0.5 * 1)) - (0.5 * (0.19 - loss.High!.Value)), 1e-12);
        four.Low!.Value.ShouldBeLessThan(once.Low!.Value);
    }

    [Fact]
    public void Of_OthersThatMayHaveChangedByChance_AreNotCarriedOn()
    {
        KindEvidence evidence = Evidence.Of((ProbeName.MoreTraining, 0));
        evidence = WithOthers(evidence, (score, i) => score - 0.21 + (0.2 * (i % 3)));
        GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0, 50)).All
            .ShouldBe(GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0, 1)).All);
    }

    [Fact]
    public void Of_FewerUnseenTasks_WidenTheIntervalOverAllTasksAlone()
    {
        KindEvidence evidence = WithOthers(Evidence.Of((ProbeName.MoreTraining, 0.5)), (score, i) => score + (0.02 * (i % 2)));
        (Interval kind, Interval few) = GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0.3, 1) with { Scored = 10 });
        (Interval same, Interval many) = GainPrediction.Of(evidence, ProbeName.MoreTraining, Scale(0.3, 1) with { Scored = 10_000 });
        kind.ShouldBe(same);
        (few.High - few.Low)!.Value.ShouldBeGreaterThan(1.5 * (many.High - many.Low)!.Value);
    }

    [Fact]
    public void Of_OtherFailingKind_CountsWithWhatTheProbeGainsThere()
    {
        KindEvidence evidence = WithOthers(Evidence.Of((ProbeName.MoreTraining, 0.5)), (score, i) => score + (0.02 * (i % 2)));
        evidence = evidence with
        {
            Elsewhere = Evidence.Level(0.2),
            Arms = [evidence.Arms[0] with { Elsewhere = [.. Evidence.Level(0.6).Reverse()] }],
        };
        RemedyScale scale = Scale(0.3, 4) with { Elsewhere = 0.2 };
        Interval own = StudentMean.Difference(evidence.Arms[0].Others, evidence.Others, GainPrediction.Level);
        GainPrediction.Of(evidence, ProbeName.MoreTraining, scale).All.Value.ShouldBe(
            (0.3 * Math.Sqrt(0.5 * 1)) + (0.2 * Math.Sqrt(0.4 * 0.8)) + (0.5 * (own.Value + own.Low!.Value)), 1e-12);
    }

    /// <summary>Probes that see truly what a remedy of the same length brings, on kinds of 30 % of the tasks.</summary>
    [Fact]
    public void Of_ManyDraws_HoldsTheMeasuredGainInNineOfTen()
    {
        int held = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            RandomKey key = RandomKey.FromSeed(1).Derive(draw);
            int known = Enumerable.Range(0, Unseen).Count(i => key.Derive(1).Uniform((ulong)i) < 0.3);
            double measured = Enumerable.Range(0, Unseen).Average(
                i => Gain(key.Derive(2).Uniform((ulong)i) < 0.3 ? 0.6 : 0, key.Derive(3), i));
            KindEvidence evidence = Evidence.Of((ProbeName.MoreTraining, 0)) with { Target = 10 };
            Interval all = GainPrediction.Of(
                evidence with
                {
                    Arms =
                    [
                        evidence.Arms[0] with
                        {
                            Kind = [.. evidence.Kind.Select((score, i) => score + Gain(0.6, key.Derive(4), i))],
                            Others = [.. evidence.Others.Select((score, i) => score + Gain(0, key.Derive(5), i))],
                        },
                    ],
                },
                ProbeName.MoreTraining,
                Scale((double)known / Unseen, 1)).All;
            held += measured >= all.Low && measured <= all.High ? 1 : 0;
        }

        ((double)held / Draws).ShouldBeInRange(0.88, 0.93);

        static double Gain(double mean, RandomKey key, int index) => mean + (0.3 * key.Normal((ulong)index));
    }

    [Fact]
    public void Over_LongProbe_IsCarriedOnByWhatItIsShort()
    {
        var lengths = new TrainingLengths(Remedy: 8, Long: 4);
        (lengths.Over(ProbeName.MoreTraining), lengths.Over(ProbeName.LongTraining)).ShouldBe((8, 2));
        new TrainingLengths(Remedy: 2, Long: 4).Over(ProbeName.LongSpecialist).ShouldBe(1);
    }

    private static KindEvidence WithOthers(KindEvidence evidence, Func<double, int, double> after)
        => evidence with { Arms = [evidence.Arms[0] with { Others = [.. evidence.Others.Select(after)] }] };

    private static RemedyScale Scale(double share, double remedy) => new(share, 0, new TrainingLengths(remedy, 4), Unseen, Unseen);
}
