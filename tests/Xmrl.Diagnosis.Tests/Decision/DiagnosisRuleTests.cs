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
    public void Decide_OtherAdaptationReaches_IsAdaptationData()
        => Cause(Evidence.Of((Adaptation, 0.6))).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);

    [Fact]
    public void Decide_OtherAdaptationReachesWhatTrainingMends_IsTheCauseOfTheTraining()
    {
        Cause(Evidence.Of((Adaptation, 0.9), (MoreTraining, 0), (WithoutSuspects, 0.5))).ShouldBe(Diagnosis.Decision.Cause.MisleadingTasks);
        Cause(Evidence.Of((Adaptation, 0.9), (MoreTraining, 0.6))).ShouldBe(Diagnosis.Decision.Cause.TooLittleTraining);
        KindEvidence added = Evidence.Of((Adaptation, 0.9), (MoreTraining, 0), (KindAdded, 0.4));
        Cause(added with { TrainingShare = 0.05 }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
        Cause(added with { TrainingShare = 0.5 }).ShouldBe(Diagnosis.Decision.Cause.AdaptationData);
    }

    [Fact]
    public void IsSettled_AdaptationData_WaitsForTheTrainingsThatSomethingSpeaksFor()
    {
        KindEvidence evidence = Evidence.Of((Adaptation, 0.9));
        DiagnosisRule.IsSettled(evidence, Diagnosis.Decision.Cause.AdaptationData).ShouldBeTrue();
        DiagnosisRule.IsSettled(evidence with { Suspects = 2 }, Diagnosis.Decision.Cause.AdaptationData).ShouldBeFalse();
        DiagnosisRule.IsSettled(evidence with { TrainingShare = 0.1 }, Diagnosis.Decision.Cause.AdaptationData).ShouldBeFalse();
        DiagnosisRule.IsSettled(evidence with { Others = [] }, Diagnosis.Decision.Cause.AdaptationData).ShouldBeFalse();
        KindEvidence tried = Evidence.Of((Adaptation, 0.9), (MoreTraining, 0), (WithoutSuspects, 0));
        DiagnosisRule.IsSettled(tried with { Suspects = 2 }, Diagnosis.Decision.Cause.AdaptationData).ShouldBeTrue();
    }

    [Fact]
    public void Decide_ContinuationRecovers_IsTooLittleTraining()
        => Cause(Evidence.Of((Adaptation, 0.2), (MoreTraining, 0.4), (KindAdded, 0.5)))
            .ShouldBe(Diagnosis.Decision.Cause.TooLittleTraining);

    [Fact]
    public void Decide_LeavingOutLeads_IsMisleadingTasks()
        => Cause(Evidence.Of((MoreTraining, 0.05), (WithoutSuspects, 0.6), (KindAdded, 0.3))).ShouldBe(
            Diagnosis.Decision.Cause.MisleadingTasks);

    [Fact]
    public void Decide_AddingLeads_DependsOnTheShareInTraining()
    {
        KindEvidence evidence = Evidence.Of((MoreTraining, 0.05), (KindAdded, 0.5));
        Cause(evidence with { TrainingShare = DiagnosisRule.RareShare }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
        Cause(evidence with { TrainingShare = 0.3 }).ShouldBe(Diagnosis.Decision.Cause.Interference);
    }

    [Fact]
    public void Decide_SpecialistReaches_DependsOnTheShareInTraining()
    {
        KindEvidence evidence = Evidence.Of((MoreTraining, 0), (KindAdded, 0.1), (Specialist, 0.8));
        Cause(evidence).ShouldBe(Diagnosis.Decision.Cause.Interference);
        Cause(evidence with { TrainingShare = 0.02 }).ShouldBe(Diagnosis.Decision.Cause.RareKind);
    }

    [Fact]
    public void Decide_SpecialistDoesNotReach_IsOutOfReach()
        => Cause(Evidence.Of((MoreTraining, 0), (KindAdded, 0), (Specialist, 0.1))).ShouldBe(Diagnosis.Decision.Cause.OutOfReach);

    [Fact]
    public void Decide_OnlyAnotherAdaptationRecoversAPart_IsAdaptationDataOnceAllIsTried()
    {
        KindEvidence evidence = Evidence.Of((Adaptation, 0.4), (MoreTraining, 0), (KindAdded, 0));
        Cause(evidence).ShouldBe(Diagnosis.Decision.Cause.Unclear);
        Cause(Evidence.Of((Adaptation, 0.4), (MoreTraining, 0), (KindAdded, 0), (Specialist, 0))).ShouldBe(
            Diagnosis.Decision.Cause.AdaptationData);
    }

    [Fact]
    public void Decide_AllTasksAreTheKindAndNoLimitIsKnown_IsUnclearRatherThanOutOfReach()
        => Cause(Evidence.Of((MoreTraining, 0), (KindAdded, 0), (Specialist, 0)) with { Others = [], Limit = null }).ShouldBe(
            Diagnosis.Decision.Cause.Unclear);

    [Fact]
    public void Decide_NothingMeasured_IsUnclear() => Cause(s_rare).ShouldBe(Diagnosis.Decision.Cause.Unclear);

    [Fact]
    public void Next_IsTheCheapestThatAppliesAndWasNotRun()
    {
        KindEvidence evidence = Evidence.Of();
        DiagnosisRule.Next(evidence, canChangeAdaptation: true).ShouldBe(Adaptation);
        DiagnosisRule.Next(evidence, canChangeAdaptation: false).ShouldBe(MoreTraining);
        KindEvidence trained = Evidence.Of((Adaptation, 0), (MoreTraining, 0));
        DiagnosisRule.Next(trained, true).ShouldBe(KindAdded);
        DiagnosisRule.Next(trained with { Suspects = 3 }, true).ShouldBe(WithoutSuspects);
        DiagnosisRule.Next(Evidence.Of((Adaptation, 0), (MoreTraining, 0), (KindAdded, 0), (Specialist, 0)), true).ShouldBeNull();
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
