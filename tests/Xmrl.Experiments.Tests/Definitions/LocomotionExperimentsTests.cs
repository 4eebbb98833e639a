using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures.Runs;
using Xmrl.Meta.Learners;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Definitions;

public sealed class LocomotionExperimentsTests
{
    /// <summary>Episodes are 200 steps long, so there are few of them.</summary>
    private static readonly string[] s_short =
    [
        "meta.iterations=1", "meta.trajectories=2", "retrain.methods=[xmrl]", "retrain.iterations=1", "augment.iterations=1",
        "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=1", "scoring.meanTrajectories=1",
    ];

    [Fact]
    public void BuiltIn_Locomotion_HasEightExperiments()
        => LocomotionExperiments.Names.Order(StringComparer.Ordinal).ShouldBe(
            [
                "ant-angle", "ant-direction", "ant-goal", "ant-velocity", "halfcheetah-direction", "halfcheetah-velocity",
                "swimmer-direction", "swimmer-velocity",
            ]);

    [Fact]
    public void Configuration_HalfCheetahVelocity_HasTheFiguresOfTheSource()
    {
        ImproveConfiguration found = LocomotionExperiments.Configuration(new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity));

        (found.Tasks.Training, found.Tasks.Validation, found.Tasks.Test).ShouldBe((100, 50, 200));
        var learner = (Maml)found.Meta.Learner;
        (found.Poor.Count, found.Explain.CriticalTasks, learner.Rollouts.Trajectories, learner.Inner.InnerSteps).ShouldBe((10, 10, 20, 1));
        found.Policy.HiddenSizes.ShouldBe([64, 64]);
        new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity).Spec.Horizon.ShouldBe(200);
    }

    /// <summary>Core minutes of a run of one seed with all methods of the paper's tables, and of the two more trainings of Table 4, at a
    /// step's time on one thread (docs/mujoco.md).</summary>
    [Theory]
    [InlineData(Robot.HalfCheetah, 27.5e-6, 56)]
    [InlineData(Robot.Ant, 150e-6, 200)]
    public void Configuration_Tables_CostWhatTheDocumentSays(Robot robot, double secondsPerStep, double minutes)
    {
        var family = new LocomotionFamily(robot, Goal.Velocity);
        ImproveConfiguration full = LocomotionExperiments.Configuration(family);
        var runner = (ImprovementRunner)ExperimentRegistry.BuiltIn.Find($"{robot}-velocity".ToLowerInvariant());
        StageList repair = Stages(full with { Retrain = full.Retrain with { Methods = runner.Compared } });
        StageList fidelity = Stages(
            full with
            {
                Explain = full.Explain with { Fidelity = true },
                Retrain = full.Retrain with { Methods = [] },
                Confirm = new ConfirmSettings { Tasks = 0 },
            });

        double steps = repair.Steps + fidelity.Steps - fidelity.StepsOf(StageBook.MetaTraining);
        (steps * secondsPerStep / 60).ShouldBeInRange(0.9 * minutes, minutes);

        StageList Stages(ImproveConfiguration configuration)
            => StageList.Of(new RunScale(configuration, MethodTable.Standard, family.Spec.Horizon), ExperimentAction.Improve);
    }

    [Fact]
    public void Configuration_EachExperimentWithEachLearner_IsAcceptable()
    {
        foreach (LocomotionFamily family in LocomotionFamily.All())
        {
            string yaml = ConfigurationWriter.Write(LocomotionExperiments.Configuration(family));
            foreach (string learner in LearnerArgument.Names)
            {
                ConfigurationReader.Read<ImproveConfiguration>(
                    new ConfigurationDocument(yaml, learner) { IsOwn = true }, LearnerArgument.Overrides(learner, hasFile: false))
                    .Environment.ShouldBe(family.Spec.Id);
            }
        }
    }

    [MuJoCoFact]
    public void Improve_HalfCheetah_GoesTheWholeWayAndRecordsTheEngine()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(
            new TinyOptions { Runner = ExperimentRegistry.BuiltIn.Find("halfcheetah-velocity"), More = s_short });

        outcome.Rows.Length.ShouldBe(2);
        outcome.Rows.ShouldAllBe(row => double.IsFinite(row.Score));
        File.ReadAllText(run.Directory.File("metrics.jsonl")).ShouldContain("\"physics_seconds\":");
        RunJson.Read<EnvironmentInfo>(run.Directory.EnvironmentPath).Libraries["libmujoco"].ShouldBe(MuJoCoEngine.LoadedVersion);
    }

    /// <summary>The version decides the bits.</summary>
    [MuJoCoFact]
    public void Resume_RunOfAnotherEngineVersion_IsSaidAndNoted()
    {
        using var run = new TinyRun();
        var options = new TinyOptions
        {
            Runner = ExperimentRegistry.BuiltIn.Find("halfcheetah-velocity"),
            Action = ExperimentAction.Train,
            More = [.. s_short, "meta.iterations=2"],
            CancelAfter = 1,
        };
        Should.Throw<OperationCanceledException>(() => run.Run(options));
        EnvironmentInfo began = RunJson.Read<EnvironmentInfo>(run.Directory.EnvironmentPath);
        RunJson.Write(run.Directory.EnvironmentPath, began with { Libraries = began.Libraries.SetItem("libmujoco", "9.9.9") });
        run.Directory.Manifest.Seal(run.Directory.EnvironmentPath);

        var log = new ListLogger();
        run.Run(options with { Resume = true, CancelAfter = 0, Log = log });

        log.Lines.ShouldContain(line => line.Message.Contains($"library/libmujoco {MuJoCoEngine.LoadedVersion} instead of 9.9.9"));
        RunJson.Read<EnvironmentInfo>(run.Directory.File("environment-2.json")).Libraries["libmujoco"]
            .ShouldBe(MuJoCoEngine.LoadedVersion);
    }

    [MuJoCoFact]
    public void Train_TwoDirections_DoesNotCallTheTestTasksUnseen()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(
            new TinyOptions
            {
                Runner = ExperimentRegistry.BuiltIn.Find("halfcheetah-direction"),
                Action = ExperimentAction.Train,
                More = s_short,
            });

        outcome.Notes[0].ShouldContain("test tasks, all with the parameters of a training task");
    }

    [Fact]
    public void Family_WithoutTheEngine_IsOneSentence()
    {
        if (MuJoCoEngine.Status.IsAvailable)
        {
            LearnerFactory.Family("AntVelocity-v1").ShouldBeOfType<LocomotionFamily>();
        }
        else
        {
            Should.Throw<ConfigurationException>(() => LearnerFactory.Family("AntVelocity-v1")).Message.ShouldBe(
                $"AntVelocity-v1 needs MuJoCo: {MuJoCoEngine.Status.Sentence}");
        }
    }
}
