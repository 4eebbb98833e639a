using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Tests.Stages;

public sealed class DiagnosisStageTests
{
    /// <summary>Five tasks count as poor, so that there is a kind.</summary>
    private static readonly string[] s_small =
    [
        "tasks.validation=8", "poor.count=5", "retrain.methods=[prescribed, continued, prescribedControl]",
        "confirm.candidates=[prescribed]", "diagnose.tasks=4", "diagnose.iterations=1", "diagnose.tasksPerIteration=2",
    ];

    [Fact]
    public void Run_Default_DiagnosesStoresAndTakesWhatIsPrescribed()
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { More = s_small });

        StoredDiagnosis found = RunJson.Read<StoredDiagnosis>(run.Directory.File(StoredDiagnosis.FileName));
        KindDiagnosis kind = found.Kinds.ShouldHaveSingleItem();
        kind.Kind.Validation.Length.ShouldBe(5);
        kind.Evidence.Kind.Length.ShouldBeInRange(1, 4);
        found.Interactions.ShouldBeGreaterThan(0);
        StoredEvaluation evaluation = StoredEvaluation.Read(run.Directory);
        bool isTaken = found.Chosen is not null;
        evaluation.Methods.Any(method => method.Method == Prescribed.Method.Name).ShouldBe(isTaken);
        evaluation.Methods.ShouldContain(method => method.Method == MethodTable.Reference.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_AnyNumberOfThreads_SameDiagnosis(int threads)
    {
        using var one = new TinyRun();
        using var other = new TinyRun();

        one.Run(new TinyOptions { More = s_small, Threads = 2 });
        other.Run(new TinyOptions { More = s_small, Threads = threads });

        other.Fingerprint().ShouldBe(one.Fingerprint());
    }

    [Fact]
    public void Run_ChargedDiagnosis_LengthensTheOtherMethodsByItsSteps()
    {
        using var plain = new TinyRun();
        using var charged = new TinyRun();

        plain.Run(new TinyOptions { More = s_small });
        charged.Run(new TinyOptions { More = [.. s_small, "retrain.chargeDiagnosis=true"] });

        StoredDiagnosis found = RunJson.Read<StoredDiagnosis>(charged.Directory.File(StoredDiagnosis.FileName));
        found.Interactions.ShouldBe(RunJson.Read<StoredDiagnosis>(plain.Directory.File(StoredDiagnosis.FileName)).Interactions);
        long more = Continued(charged).Interactions - Continued(plain).Interactions;
        long iteration = Continued(plain).Interactions / TinyRun.Configure(s_small).Retrain.Iterations;
        more.ShouldBeInRange(found.Interactions - iteration, found.Interactions + iteration);

        static MethodSummary Continued(TinyRun run) => StoredEvaluation.Read(run.Directory).Methods.Single(
            method => method.Method == MethodTable.Reference.Name);
    }

    [Fact]
    public void Of_MethodsThatNeedNoDiagnosis_HaveNoStage()
    {
        ImproveConfiguration plain = TinyRun.Configure("retrain.methods=[continued]");
        ImproveConfiguration diagnosed = TinyRun.Configure("retrain.methods=[prescribed]");

        Stages(plain).ShouldNotContain("Diagnosis");
        Stages(diagnosed).ShouldBe(["Meta-training", "Explanation", "Diagnosis", "Retraining: Prescribed", "Confirmation", "Evaluation"]);

        static IEnumerable<string> Stages(ImproveConfiguration configuration) => Xmrl.Experiments.Stages.StageList.Of(
            new Xmrl.Experiments.Stages.RunScale(configuration, MethodTable.Standard, 10),
            Xmrl.Training.Hosting.ExperimentAction.Improve).All.Select(stage => stage.Name);
    }
}
