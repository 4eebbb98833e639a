using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Diagnosis.Tests;

public sealed class DiagnosticianTests
{
    private const int Common = 20;
    private const int Rare = 2;

    [Fact]
    public void Diagnose_NothingFails_SaysSoAndMeasuresNothing()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double>());
        FailingTasks tasks = FakeBench.Tasks(Common);
        double[] scores = [.. tasks.Selection.Select(_ => 0.9)];
        tasks = tasks with { Selection = scores, Measured = scores, Poor = [] };
        StoredDiagnosis found = Run(bench, tasks);
        found.Kinds.ShouldBeEmpty();
        found.Sentences.ShouldBe(["None of 40 validation tasks fails: nothing to repair."]);
        found.Interactions.ShouldBe(0);
    }

    [Fact]
    public void Diagnose_KindThatFreshTasksDoNotConfirm_IsNothingToRepairWithoutATraining()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.Confirmation] = 0.9 });
        StoredDiagnosis found = Run(bench, FakeBench.Tasks(Common));
        found.Kinds.ShouldHaveSingleItem().Cause.ShouldBe(Cause.NothingToRepair);
        found.Chosen.ShouldBeNull();
        bench.Trained.ShouldBeEmpty();
    }

    [Fact]
    public void Diagnose_OtherAdaptationReaches_TrainsNothingAndNamesIt()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.MoreData] = 0.9 });
        KindDiagnosis kind = Single(bench, FakeBench.Tasks(Common));
        kind.Cause.ShouldBe(Cause.AdaptationData);
        kind.Prescription.Adaptation.ShouldBe(new AdaptationChange(80, 1, 1));
        kind.Prescription.Sentence.ShouldBe("Adapt with 80 adaptation trajectories instead of 20; no training.");
        bench.Trained.ShouldBeEmpty();
    }

    [Fact]
    public void Diagnose_ContinuationRises_StopsThere()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.MoreTraining] = 0.7 });
        KindDiagnosis kind = Single(bench, FakeBench.Tasks(Common, suspects: 4));
        kind.Cause.ShouldBe(Cause.TooLittleTraining);
        kind.Prescription.Remedy.ShouldBe(Remedy.TrainLonger);
        bench.Trained.ShouldBe([ProbeName.MoreTraining]);
    }

    [Fact]
    public void Diagnose_LeavingOutHelps_NamesTheSuspects()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.WithoutSuspects] = 0.7 });
        KindDiagnosis kind = Single(bench, FakeBench.Tasks(Common, suspects: 4));
        kind.Cause.ShouldBe(Cause.MisleadingTasks);
        kind.Suspects.ShouldBe([30, 31, 32, 33]);
        kind.Prescription.Remedy.ShouldBe(Remedy.LeaveOutTasks);
    }

    [Fact]
    public void Diagnose_AddingHelpsAKindThatTrainingLacks_PrescribesMoreOfIt()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.KindAdded] = 0.6 });
        KindDiagnosis kind = Single(bench, FakeBench.Tasks(Rare));
        kind.Cause.ShouldBe(Cause.RareKind);
        kind.Kind.Training.ShouldBe([0, 1]);
        kind.Kind.Description.ShouldStartWith("x mostly from 0.6");
        kind.Prescription.Remedy.ShouldBe(Remedy.AddTasks);
    }

    [Fact]
    public void Diagnose_OnlyTheSpecialistReachesACommonKind_IsInterferenceOfTooSmallANetwork()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.Specialist] = 0.9 });
        KindDiagnosis kind = Single(bench, FakeBench.Tasks(Common));
        kind.Cause.ShouldBe(Cause.Interference);
        kind.Evidence.Conflict!.Value.ShouldBeLessThan(0);
        kind.Prescription.Remedy.ShouldBe(Remedy.EnlargeNetwork);
        kind.Prescription.Gain.ShouldBeNull();
    }

    [Fact]
    public void Diagnose_NotEvenTheSpecialistReaches_IsOutOfReachAndPrescribesNothing()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double>());
        StoredDiagnosis found = Run(bench, FakeBench.Tasks(Common));
        found.Kinds.ShouldHaveSingleItem().Cause.ShouldBe(Cause.OutOfReach);
        found.Prescribed.ShouldBeNull();
        bench.Trained.ShouldBe(
        [
            ProbeName.MoreTraining, ProbeName.KindAdded, ProbeName.Specialist, ProbeName.LongTraining, ProbeName.LongSpecialist,
        ]);
    }

    /// <summary>Fresh tasks have no stored data: validation tasks stand for them, and none is scored by a training that had its
    /// data.</summary>
    [Fact]
    public void Diagnose_StoredData_ScoresValidationTasksAndAddsTheKindByHalves()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.KindAdded] = 0.9 }) { Stored = (_, _) => 0.05 };
        KindDiagnosis kind = Single(bench, FakeBench.Tasks(Rare));
        kind.Evidence.Kind.Length.ShouldBe(10);
        kind.Evidence.Arm(ProbeName.KindAdded)!.Kind.ShouldAllBe(score => score > 0.8);
        kind.Cause.ShouldBe(Cause.RareKind);
        int[][] added = [.. bench.Added.Where(tasks => tasks.Length > 0)];
        added.Length.ShouldBe(2);
        added[0].Concat(added[1]).Order().ShouldBe(kind.Kind.Validation.Order());
        kind.Reasons[0].ShouldStartWith("On new rows and episodes of 10 validation tasks of the kind");
    }

    [Fact]
    public void Diagnose_StoredData_SaysWhichDataArePoor()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double>())
        {
            // Validation task i has x = 0.6 + 0.03·i. The noise of the last task is too large for its gain.
            Stored = (source, task) => (source, (int)Math.Round((task.Parameters[0] - 0.6) / 0.03)) switch
            {
                ("late", 0) or ("own", 1) or ("early", 2) or (_, 4) => 0.97,
                ("late", 5) => task.Index % 2 == 0 ? 1.5 : 0.05,
                _ => 0.05,
            },
        };
        StoredDiagnosis found = Run(bench, FakeBench.Tasks(Common) with { Poor = [2, 0, 1, 3, 4, 5] });
        string[] sentences = [.. found.Sentences];
        sentences.ShouldContain(
            "Validation task 3: success rate 0.05 adapted to all its data, 0.97 to the early third, 0.05 to the late third, 0.05 to own "
                + "episodes.");
        sentences.ShouldContain("Validation task 1: poor on the early data alone, which is poor data and not poor meta-training.");
        sentences.ShouldContain("Validation task 3: poor on the late data alone.");
        sentences.ShouldContain("Validation task 2: served by own episodes and by no part of the data, which is poor data.");
        sentences.ShouldContain(
            "Validation tasks 4, 6: poor on each source: none is surely half of the way to the tasks that do not fail.");
        sentences.ShouldContain("Validation task 5: as good as tasks that do not fail, on new rows and episodes.");
        found.Data!.Target.ShouldBe(0.95, 1e-9);
    }

    [Fact]
    public void Diagnose_EveryProbeIsChargedAndSaid()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double>());
        StoredDiagnosis found = Run(bench, FakeBench.Tasks(Common));
        KindDiagnosis kind = found.Kinds[0];
        found.Interactions.ShouldBe(bench.Interactions);
        kind.Evidence.Arms.Count(arm => arm.Interactions > 0).ShouldBe(7);
        kind.Reasons.Count.ShouldBe(3 + kind.Evidence.Arms.Count);
        found.Sentences[0].ShouldBe("10 of 40 validation tasks fail; they are alike.");
    }

    [Fact]
    public void Diagnose_Exhaustive_RunsEveryProbeAfterTheCauseIsClear()
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double> { [ProbeName.MoreData] = 0.9 });
        var settings = new DiagnosisSettings { Tasks = 12, Exhaustive = true };
        StoredDiagnosis found = new Diagnostician(bench, FakeBench.Spec, settings) { UnseenTasks = 100 }.Diagnose(
            [(Real)0], FakeBench.Tasks(Common, suspects: 2), RandomKey.FromSeed(1), CancellationToken.None);
        KindDiagnosis kind = found.Kinds.ShouldHaveSingleItem();
        kind.Cause.ShouldBe(Cause.AdaptationData);
        kind.Evidence.Arms.Select(arm => arm.Probe).ShouldBe(Enum.GetValues<ProbeName>().Except([ProbeName.Confirmation]));
    }

    /// <summary>Half of all tasks are of the kind, of which a quarter of the validation tasks tell.</summary>
    [Fact]
    public void Draw_KindThatIsMoreFrequentThanItsFailures_CountsFreshTasks()
    {
        FailingTasks tasks = FakeBench.Tasks(Rare);
        FreshTasks fresh = Fresh(tasks).ShouldHaveSingleItem();
        fresh.Counted.ShouldBe(120);
        fresh.Share.ShouldBe(0.5, 0.12);
        (fresh.Elsewhere.Count, fresh.ElsewhereShare).ShouldBe((0, 0));
    }

    [Fact]
    public void Draw_TwoKinds_HaveEachOthersTasksElsewhere()
    {
        FailingTasks tasks = FakeBench.Tasks(Rare);
        int[] low = [.. Enumerable.Range(10, 10)];
        double[] scores = [.. tasks.Selection.Select((score, i) => low.Contains(i) ? 0.05 : score)];
        FreshTasks[] fresh = [.. Fresh(tasks with { Selection = scores, Measured = scores, Poor = [.. tasks.Poor, .. low] })];
        fresh.Length.ShouldBe(2);
        fresh[0].Elsewhere.ShouldBe(fresh[1].Kind);
        fresh[1].Elsewhere.ShouldBe(fresh[0].Kind);
        (fresh[0].ElsewhereShare, fresh[1].ElsewhereShare).ShouldBe((fresh[1].Share, fresh[0].Share));
    }

    [Fact]
    public void Diagnose_Twice_IsTheSame()
    {
        IReadOnlyDictionary<ProbeName, double> table = new Dictionary<ProbeName, double> { [ProbeName.KindAdded] = 0.35 };
        Run(new FakeBench(table), FakeBench.Tasks(Rare)).Sentences.ShouldBe(Run(new FakeBench(table), FakeBench.Tasks(Rare)).Sentences);
    }

    private static IReadOnlyList<FreshTasks> Fresh(FailingTasks tasks)
    {
        var bench = new FakeBench(new Dictionary<ProbeName, double>());
        return FreshTasks.Draw(
            KindFinder.Find(tasks, FakeBench.Spec, bench, RandomKey.FromSeed(1), CancellationToken.None), tasks, bench, 12);
    }

    private static KindDiagnosis Single(FakeBench bench, FailingTasks tasks)
    {
        StoredDiagnosis found = Run(bench, tasks);
        return found.Kinds.ShouldHaveSingleItem();
    }

    private static StoredDiagnosis Run(FakeBench bench, FailingTasks tasks)
        => new Diagnostician(bench, FakeBench.Spec, new DiagnosisSettings { Tasks = 12 }) { UnseenTasks = 100 }.Diagnose(
            [(Real)0], tasks, RandomKey.FromSeed(1), CancellationToken.None);
}
