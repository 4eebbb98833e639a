using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;
using Xmrl.Training.Tests.Evaluation;

namespace Xmrl.Exporting.Tests;

public sealed class RunExporterTests(NavigationRun finished) : IClassFixture<NavigationRun>
{
    private RunDirectory Run => finished.Run.Directory;

    [Fact]
    public void Load_MetaPolicy_HasTheParametersOfTheNewestCheckpoint()
    {
        ExportedPolicy policy = Load(new ExportRequest());

        policy.Parameters.ShouldBe(Stored("base", policy.Policy));
        policy.Name.ShouldBe("Navigation2D-v1-base");
        policy.Metadata["iteration"].ShouldBe("4");
        policy.Metadata["seed"].ShouldBe("1");
        policy.Metadata["configuration.sha256"].ShouldBe(ConfigurationIdentity.Of(Configuration()));
        policy.Metadata.Keys.ShouldNotContain("adapted.task");
    }

    [Fact]
    public void Load_RetrainedPolicy_IsAnother()
        => Load(new ExportRequest { Method = "xmrl" }).Parameters.ShouldNotBe(Load(new ExportRequest()).Parameters);

    /// <summary>The stored run scored each test task once; the exported policy gets that score in that episode.</summary>
    [Fact]
    public void Load_AdaptedPolicy_IsTheOneThatTheRunScored()
    {
        const int Number = 3;
        ImproveConfiguration configuration = Configuration();
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using var pool = new WorkPool(1);
        using IMetaLearner learner = configuration.Meta.Learner.Create(
            new LearnerParts { Family = family, Policy = policy, Pool = pool });
        MdpTask task = TaskSets.Read(Run.TasksPath, family.Spec).Test[Number];
        RandomKey key = new RunKeys(RandomKey.FromSeed(1)).Test;
        var options = new EvaluationOptions
        {
            Steps = configuration.Meta.Learner.AdaptationSteps,
            AdaptationTrajectories = configuration.Scoring.AdaptationTrajectories,
            SampledTrajectories = 0,
            MeanTrajectories = 1,
            Repeats = 1,
        };
        double scored = new AdaptationEvaluator(learner).Evaluate(Stored("base", policy), [task], options, key)[0].MeanActions[^1];

        Real[] exported = [.. Load(new ExportRequest { AdaptedTo = Number }).Parameters];

        RandomKey scoreKey = key.Derive(Number).Derive(0).Derive(RandomPurpose.Evaluation).Derive((ulong)options.Steps);
        using var sampler = new RolloutSampler(family, policy);
        double found = sampler.Sample(
            task, exported, new RolloutRequest { Trajectories = 1, Key = scoreKey, MeanActions = true }).MeanReturn;
        found.ShouldBe(scored);
        exported.ShouldNotBe(Stored("base", policy));
    }

    [Fact]
    public void Load_Adapted_SaysToWhatAndHow()
    {
        ExportedPolicy policy = Load(new ExportRequest { AdaptedTo = 2, Steps = 3, Trajectories = 5 });

        policy.Name.ShouldBe("Navigation2D-v1-base-test-task-2");
        (policy.Metadata["adapted.task"], policy.Metadata["adapted.steps"], policy.Metadata["adapted.trajectories"])
            .ShouldBe(("2", "3", "5"));
        policy.Metadata.Keys.ShouldContain("adapted.task.goalX");
    }

    [Fact]
    public void Load_TaskThatIsNotThere_SaysWhatIs()
        => Should.Throw<ConfigurationException>(
            () => Load(new ExportRequest { AdaptedTo = 6 })).Message.ShouldEndWith("has no test task 6; it has 0 to 5.");

    [Theory]
    [InlineData("maml")]
    [InlineData("cavia")]
    [InlineData("iMaml")]
    public void Load_OtherLearnersAndPolicies_AdaptAndExport(string learner)
    {
        using var run = new TinyRun();
        run.Run(
            TinyOptions.Train(learner == "maml" ? BanditExperiment.Name : Navigation2DExperiment.Name, learner));

        ExportedPolicy meta = Load(run.Directory, new ExportRequest());
        ExportedPolicy adapted = Load(run.Directory, new ExportRequest { AdaptedTo = 0 });

        adapted.Parameters.ShouldNotBe(meta.Parameters);
        using var stream = new MemoryStream();
        adapted.ToOnnx().Write(stream);
        stream.Length.ShouldBeGreaterThan(0);
    }

    private static ExportedPolicy Load(RunDirectory run, ExportRequest request)
        => RunExporter.Load(new ImprovedRun(run), request, NullLogger.Instance).ShouldBeOfType<ExportedPolicy>();

    private ExportedPolicy Load(ExportRequest request) => Load(Run, request);

    private ImproveConfiguration Configuration() => ConfigurationReader.ReadFile<ImproveConfiguration>(Run.ConfigurationPath);

    private Real[] Stored(string method, IPolicy policy)
    {
        var theta = new Real[policy.ParameterCount];
        PolicyWeights.Read(RunEvaluator.Load(new ImprovedRun(Run), method, NullLogger.Instance).Content, policy.Tensors, theta, "test");
        return theta;
    }
}
