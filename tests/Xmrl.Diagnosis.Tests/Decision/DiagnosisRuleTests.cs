using Xmrl.Diagnosis.Decision;
using static Xmrl.Diagnosis.Probes.ProbeName;

namespace Xmrl.Diagnosis.Tests.Decision;

public sealed class DiagnosisRuleTests
{
    private static readonly KindEvidence s_rare = Evidence.Of() with { TrainingShare = 0.08 };

    [Fact]
    public void Decide_KindAboveTheLimit_IsNothingToRepair()
        => Cause(Evidence.Of() with { Kind = Evidence.Level(0.7) }).ShouldBe(Diagnosis.Decision.Cause.NothingToRepair);

    [Fact]
    public void Decide_KindThatReachesTheTarget_IsNothingToRepairWithoutALimit()
        => Cause(Evidence.Of() with { Kind = Evidence.Level(1.2), Limit = null }).ShouldBe(Diagnosis.Decision.Cause.NothingToRepair);

    [Fact]
    public void Decide_MoreDataIsTheWholeAnswer_IsAdaptationDataWhateverElseHelps()
    {
        Cause(Evidence.Of((MoreData, 0.8))).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);
        Cause(Evidence.Of((MoreData, 0.8), (MoreTraining, 1.5), (KindAdded, 2))).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);
    }

    [Fact]
    public void Decide_OtherStepsReachWhatTrainingMends_IsTheCauseOfTheTraining()
    {
        Cause(Evidence.Of((OtherSteps, 0.6))).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);
        Cause(Evidence.Of((OtherSteps, 0.9), (MoreTraining, 0), (WithoutSuspects, 0.5))).ShouldBe(Diagnosis.Decision.Cause.MisleadingTasks);
        Cause(Evidence.Of((OtherSteps, 0.9), (MoreTraining, 0.6))).ShouldBe(Diagnosis.Decision.Cause.TooLittleTraining);
        Cause(Evidence.Of((OtherSteps, 0.9), (MoreTraining, 0.1), (LongTraining, 0.8))).ShouldBe(
            Diagnosis.Decision.Cause.TooLittleTraining);
        KindEvidence added = Evidence.Of((OtherSteps, 0.9), (MoreTraining, 0), (KindAdded, 0.4));
        Cause(added with { TrainingShare = 0.05 }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
        Cause(added with { TrainingShare = 0.5 }).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);
    }

    [Fact]
    public void Decide_AdaptationThatOthersPayFor_IsNotTheAnswer()
        => Cause(Evidence.WithOthers(0.3, (OtherSteps, 1), (MoreTraining, 0), (KindAdded, 0))).ShouldBe(Diagnosis.Decision.Cause.Unclear);

    /// <summary>A kind that all tasks are of has nothing to interfere with.</summary>
    [Fact]
    public void Decide_FreshTasksTeachWhatTrainingTasksDoNot_IsMisleadingTasks()
    {
        KindEvidence some = Evidence.Of((MoreTraining, -0.2), (KindAdded, 0.6));
        KindEvidence all = some with
        {
            Others = [],
            Limit = null,
            TrainingShare = 1,
            Arms = [.. some.Arms.Select(arm => arm with { Others = [] })],
        };
        Cause(all).ShouldBe(Diagnosis.Decision.Cause.MisleadingTasks);
        Cause(some).ShouldBe(Diagnosis.Decision.Cause.Interference);
        var bench = new FakeBench(new Dictionary<Probes.ProbeName, double>());
        Prescriber.Of(Diagnosis.Decision.Cause.MisleadingTasks, all, new RemedyScale(1, 0, new(1, 4), 100, 100), bench).Remedy.ShouldBe(
            Remedy.AddTasks);
    }

    [Fact]
    public void IsSettled_AdaptationData_WaitsForTheLongTrainingUnlessMoreDataIsTheWholeAnswer()
    {
        DiagnosisRule.IsSettled(Evidence.Of((MoreData, 0.9)), Diagnosis.Decision.Cause.AdaptationData).ShouldBeTrue();
        DiagnosisRule.IsSettled(Evidence.Of((OtherSteps, 0.9)), Diagnosis.Decision.Cause.AdaptationData).ShouldBeFalse();
        DiagnosisRule.IsSettled(Evidence.Of((OtherSteps, 0.9), (LongTraining, 0)), Diagnosis.Decision.Cause.AdaptationData).ShouldBeTrue();
    }

    [Fact]
    public void Decide_ContinuationRecovers_IsTooLittleTraining()
    {
        Cause(Evidence.Of((MoreTraining, 0.4), (KindAdded, 0.5))).ShouldBe(Diagnosis.Decision.Cause.TooLittleTraining);
        Cause(Evidence.Of((MoreTraining, 0.1), (KindAdded, 0.2), (Specialist, 0.4), (LongTraining, 0.8))).ShouldBe(
            Diagnosis.Decision.Cause.TooLittleTraining);
    }

    [Fact]
    public void Decide_LeavingOutLeads_IsMisleadingTasks()
        => Cause(Evidence.Of((MoreTraining, 0.05), (WithoutSuspects, 0.6), (KindAdded, 0.7))).ShouldBe(
            Diagnosis.Decision.Cause.MisleadingTasks);

    [Fact]
    public void Decide_LeavingOutThatOthersPayFor_IsInterference()
        => Cause(Evidence.WithOthers(0.7, (MoreTraining, 0.05), (WithoutSuspects, 1), (KindAdded, 0.9)) with { Conflict = 0.4 })
            .ShouldBe(Diagnosis.Decision.Cause.Interference);

    [Fact]
    public void Decide_AddingLeads_DependsOnTheShareInTrainingAndOnWhetherThereIsAKind()
    {
        KindEvidence evidence = Evidence.Of((MoreTraining, 0.05), (KindAdded, 0.5));
        Cause(evidence with { TrainingShare = DiagnosisRule.RareShare }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
        Cause(evidence with { TrainingShare = 0.05, Coherence = 0.2 }).ShouldBe(Diagnosis.Decision.Cause.Interference);
        Cause(evidence with { TrainingShare = 0.3 }).ShouldBe(Diagnosis.Decision.Cause.Interference);
    }

    [Fact]
    public void Decide_SpecialistReaches_DependsOnTheShareInTraining()
    {
        KindEvidence evidence = Evidence.Of((MoreTraining, 0), (KindAdded, 0.1), (Specialist, 0.8));
        Cause(evidence).ShouldBe(Diagnosis.Decision.Cause.Interference);
        Cause(evidence with { TrainingShare = 0.02 }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
        KindEvidence late = Evidence.Of((MoreTraining, 0), (KindAdded, 0.1), (Specialist, 0), (LongTraining, 0), (LongSpecialist, 0.8));
        Cause(late).ShouldBe(Diagnosis.Decision.Cause.Interference);
        Cause(late with { TrainingShare = 0.02 }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
    }

    [Fact]
    public void IsSettled_WhatTheSpecialistAloneShows_WaitsForTheLongTraining()
    {
        (Probes.ProbeName, double)[] probes = [(MoreTraining, 0), (KindAdded, 0.1), (Specialist, 0.8)];
        DiagnosisRule.IsSettled(Evidence.Of(probes), Diagnosis.Decision.Cause.Interference).ShouldBeFalse();
        DiagnosisRule.IsSettled(Evidence.Of([.. probes, (LongTraining, 0)]), Diagnosis.Decision.Cause.Interference).ShouldBeTrue();
        DiagnosisRule.IsSettled(Evidence.Of((MoreTraining, 0), (KindAdded, 0.5)), Diagnosis.Decision.Cause.RareKind).ShouldBeTrue();
    }

    [Fact]
    public void Decide_NoSpecialistReaches_IsOutOfReachOnceAllIsTried()
    {
        (Probes.ProbeName, double)[] probes = [(MoreTraining, 0), (KindAdded, 0), (Specialist, 0.1), (LongTraining, 0)];
        Cause(Evidence.Of(probes)).ShouldBe(Diagnosis.Decision.Cause.Unclear);
        Cause(Evidence.Of([.. probes, (LongSpecialist, 0.3)])).ShouldBe(Diagnosis.Decision.Cause.OutOfReach);
        Cause(Evidence.Of([.. probes, (OtherSteps, 0.4), (LongSpecialist, 0.3)])).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);
    }

    [Fact]
    public void Decide_AllTasksAreTheKindAndNoLimitIsKnown_IsUnclearRatherThanOutOfReach()
        => Cause(
            Evidence.Of((MoreTraining, 0), (KindAdded, 0), (Specialist, 0), (LongTraining, 0), (LongSpecialist, 0)) with
            {
                Others = [],
                Limit = null,
            }).ShouldBe(Diagnosis.Decision.Cause.Unclear);

    [Fact]
    public void Decide_NothingMeasured_IsUnclear() => Cause(s_rare).ShouldBe(Diagnosis.Decision.Cause.Unclear);

    [Fact]
    public void Next_IsTheCheapestThatAppliesAndWasNotRun()
    {
        HashSet<Probes.ProbeName> both = [MoreData, OtherSteps];
        KindEvidence evidence = Evidence.Of();
        DiagnosisRule.Next(evidence, both).ShouldBe(MoreData);
        DiagnosisRule.Next(evidence, new HashSet<Probes.ProbeName>()).ShouldBe(MoreTraining);
        KindEvidence trained = Evidence.Of((MoreData, 0), (OtherSteps, 0), (MoreTraining, 0));
        DiagnosisRule.Next(trained, both).ShouldBe(KindAdded);
        DiagnosisRule.Next(trained with { Suspects = 3 }, both).ShouldBe(WithoutSuspects);
        KindEvidence late = Evidence.Of((MoreData, 0), (OtherSteps, 0), (MoreTraining, 0), (KindAdded, 0), (Specialist, 0));
        DiagnosisRule.Next(late, both).ShouldBe(LongTraining);
        DiagnosisRule.Next(late with { Arms = [.. late.Arms, .. Evidence.Of((LongTraining, 0), (LongSpecialist, 0)).Arms] }, both)
            .ShouldBeNull();
    }

    [Fact]
    public void IsSettled_TooLittleTraining_WaitsForTheKindAddedUnlessTheContinuationIsTheWholeAnswer()
    {
        DiagnosisRule.IsSettled(Evidence.Of((MoreTraining, 0.3)), Diagnosis.Decision.Cause.TooLittleTraining).ShouldBeFalse();
        DiagnosisRule.IsSettled(Evidence.Of((MoreTraining, 0.6)), Diagnosis.Decision.Cause.TooLittleTraining).ShouldBeTrue();
        DiagnosisRule.IsSettled(Evidence.Of((MoreTraining, 0.3), (KindAdded, 0.3)), Diagnosis.Decision.Cause.TooLittleTraining)
            .ShouldBeTrue();
    }

    private static Cause Cause(KindEvidence evidence) => DiagnosisRule.Decide(evidence, evidence.AllRows);
}
