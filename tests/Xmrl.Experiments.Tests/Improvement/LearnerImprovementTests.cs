using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Explanations;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>What each learner has trained can be explained and improved.</summary>
public sealed class LearnerImprovementTests
{
    /// <summary>Every learner by gradient steps by name, with what it needs beside the defaults.</summary>
    public static TheoryData<string> Learners
        =>
        [
            .. LearnerTable.All.Where(learner => learner.HasCurvature).Select(
                learner => $"{learner.Card.Key} policy.contextSize={(learner.NeedsContext || learner.TakesContext ? 2 : 0)}"),
        ];

    [Theory]
    [MemberData(nameof(Learners))]
    [InlineData("maml meta.stepSizeLearning=perParameter")]
    [InlineData("sgMrl meta.innerSteps=2")]
    [InlineData("boMrl meta.adaptation.divergence=reverse meta.adaptation.visitTerm=true meta.adaptation.valueTerm=true")]
    [InlineData("boMrl meta.adaptation.divergence=parameters meta.adaptation.solver=newton")]
    [InlineData("boMrl meta.adaptation.order=first meta.trustRegion=adaptedPolicies")]
    public void Improve_StoredPolicyOfEachLearner_ExplainsAndRetrains(string learner)
    {
        string[] more = [.. $"meta.learner={learner}".Split(' ')];
        using var trained = new TinyRun();
        using var improved = new TinyRun();
        trained.Run(new TinyOptions { Action = ExperimentAction.Train, More = more, Threads = 1 });

        // What has a memory sees its history, so that mixed states cannot join its samples.
        bool mixes = LearnerTable.Find(learner.Split(' ')[0])!.TakesSingleStates;
        improved.Run(new TinyOptions
        {
            BaseRun = trained.Path,
            Threads = 2,
            More = [mixes ? "retrain.methods=[xmrl, mr]" : "retrain.methods=[doubleWeight, mr]"],
        }).Rows.Length.ShouldBe(3);

        StoredExplanation stored = RunJson.Read<StoredExplanation>(improved.Directory.ExplanationPath);
        stored.Explanation!.Replicates.ShouldAllBe(value => double.IsFinite(value));
        stored.Explanation.Replicates.Distinct().Count().ShouldBeGreaterThan(6);
        if (!mixes)
        {
            return;
        }

        StoredMixing mixing = RunJson.Read<StoredMixing>(improved.Directory.File("mixing-xmrl.json"));
        mixing.Parameters.ShouldNotBe(mixing.Initial);
    }

    [Theory]
    [InlineData("pearl meta.encoderUnits=8 meta.encoderLayers=1 meta.contextSamples=8 meta.metaBatch=2 meta.tasksPerCollection=2 "
        + "meta.priorSteps=10 meta.extraSteps=10", "identity", "no gradients of single tasks")]
    [InlineData("pearl meta.encoderUnits=8 meta.encoderLayers=1 meta.contextSamples=8 meta.metaBatch=2 meta.tasksPerCollection=2 "
        + "meta.priorSteps=10 meta.extraSteps=10", "tracing", "Influence is traced")]
    [InlineData("sac", "identity", "no gradients of single tasks")]
    public void Improve_LearnerWithoutTaskGradients_IsExplainedByFurtherTraining(string learner, string method, string reservation)
    {
        string[] more =
        [
            .. $"meta.learner={learner}".Split(' '), "policy.contextSize=0", "meta.networkUnits=8", "meta.networkLayers=1",
            "meta.batchSize=8", "meta.gradientSteps=4", "meta.initialSteps=10",
        ];
        IExperimentRunner points = ExperimentRegistry.BuiltIn.Find("pointrobot");
        using var trained = new TinyRun();
        using var improved = new TinyRun();
        trained.Run(new TinyOptions { Runner = points, Action = ExperimentAction.Train, More = more, Without = ["meta.trajectories"] });

        improved.Run(new TinyOptions
        {
            Runner = points,
            BaseRun = trained.Path,
            Threads = 2,
            More = ["retrain.methods=[xmrlWeighted, continued]", $"explain.method={method}"],
        }).Rows.Length.ShouldBe(3);

        StoredExplanation stored = RunJson.Read<StoredExplanation>(improved.Directory.ExplanationPath);
        stored.Explanation!.Replicates.ShouldAllBe(value => double.IsFinite(value));
        stored.Explanation.HasSignal().ShouldBeTrue();
        stored.Reservation.ShouldNotBeNull().ShouldContain(reservation);
    }
}
