using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>The experiments with a planted cause of failure.</summary>
public sealed class CauseExperimentsTests
{
    public static TheoryData<string, PlantedTruth> Causes => new()
    {
        { "drone-healthy", PlantedTruth.None },
        { "drone-rare", PlantedTruth.RareRegion },
        { "drone-corrupted", PlantedTruth.CorruptedRewards },
        { "drone-undertrained", PlantedTruth.Undertrained },
        { "drone-noisy", PlantedTruth.NoisyAdaptation },
        { "drone-interference", PlantedTruth.Interference },
        { "drone-walled", PlantedTruth.OutOfReach },
        { "navigation2d-healthy", PlantedTruth.None },
        { "navigation2d-rare", PlantedTruth.RareRegion },
        { "navigation2d-corrupted", PlantedTruth.CorruptedRewards },
        { "navigation2d-undertrained", PlantedTruth.Undertrained },
        { "navigation2d-noisy", PlantedTruth.NoisyAdaptation },
        { "navigation2d-interference", PlantedTruth.Interference },
        { "navigation2d-walled", PlantedTruth.OutOfReach },
    };

    /// <summary>Who compares a diagnosis with the truth reads it from the configuration of the run.</summary>
    [Theory]
    [MemberData(nameof(Causes))]
    public void ResolveConfiguration_PlantedCause_IsInItAndStaysInShortVariants(string experiment, PlantedTruth cause)
    {
        foreach (bool isQuick in (bool[])[false, true])
        {
            ImproveConfiguration found = Resolve(experiment, isQuick);

            found.Tasks.Planted.ShouldBe(cause);
            found.Poor.Below.HasValue.ShouldBe(experiment != "drone-corrupted");
            TaskSets.Draw(found.Tasks, LearnerFactory.Family(found), RandomKey.FromSeed(1))
                .Training.Count.ShouldBe(found.Tasks.Training);
        }
    }

    [Theory]
    [InlineData("drone", 10, 0.0003)]
    [InlineData("navigation2d", 37, 0.0002)]
    public void ResolveConfiguration_UndertrainedAndNoisy_DifferFromTheHealthyOneInTheirCauseAlone(
        string environment, int iterations, double stepSize)
    {
        ImproveConfiguration healthy = Resolve($"{environment}-healthy", false);
        ImproveConfiguration undertrained = Resolve($"{environment}-undertrained", false);
        ImproveConfiguration noisy = Resolve($"{environment}-noisy", false);

        undertrained.Meta.Iterations.ShouldBe(iterations);
        ((Maml)undertrained.Meta.Learner).Outer.Schedule.OuterStepSize.ShouldBe(stepSize);
        (noisy.Scoring.AdaptationTrajectories, healthy.Scoring.AdaptationTrajectories).ShouldBe((1, 20));
        string expected = ConfigurationWriter.Write(healthy);
        ConfigurationWriter.Write(Unplanted(undertrained) with { Meta = healthy.Meta }).ShouldBe(expected);
        ConfigurationWriter.Write(Unplanted(noisy) with { Scoring = healthy.Scoring, Poor = healthy.Poor }).ShouldBe(expected);
    }

    /// <summary>Goals of the region lie behind the walls, the others do not.</summary>
    [Theory]
    [InlineData("drone-walled", 2.1, 3.1)]
    [InlineData("navigation2d-walled", 0.15, 0.4)]
    public void Draw_OutOfReach_HasItsGoalsBehindTheWall(string experiment, double below, double above)
    {
        ImproveConfiguration found = Resolve(experiment, false);
        IEnvironmentFamily family = LearnerFactory.Family(found);

        TaskSets tasks = TaskSets.Draw(found.Tasks, family, RandomKey.FromSeed(2));

        family.Spec.Id.ShouldEndWith("Walled-v1");
        bool isLeft = experiment == "drone-walled";
        tasks.Validation.Select(task => isLeft ? task.Parameters[0] < below : task.Parameters[0] > above)
            .ShouldBe(Enumerable.Range(0, tasks.Validation.Count).Select(i => i % 2 == 0));
        tasks.Validation.Where((_, i) => i % 2 == 1)
            .ShouldAllBe(task => isLeft ? task.Parameters[0] > above : task.Parameters[0] < below);
    }

    [Theory]
    [InlineData("drone-interference")]
    [InlineData("drone-walled")]
    [InlineData("navigation2d-rare")]
    [InlineData("navigation2d-interference")]
    [InlineData("navigation2d-walled")]
    public void Train_PlantedCause_EndsWithAScore(string experiment)
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(Small(TinyOptions.Train(experiment, "maml")));

        double.IsFinite(outcome.Rows.ShouldHaveSingleItem().Score).ShouldBeTrue();
    }

    private static TinyOptions Small(TinyOptions options) => options with { More = [.. options.More, "tasks.plantedCount=2"] };

    private static ImproveConfiguration Unplanted(ImproveConfiguration configuration)
        => configuration with { Tasks = configuration.Tasks with { Planted = PlantedTruth.None } };

    private static ImproveConfiguration Resolve(string experiment, bool isQuick)
        => ConfigurationReader.Read<ImproveConfiguration>(
            ExperimentRegistry.BuiltIn.Find(experiment).ResolveConfiguration(new ExperimentRequest
            {
                Experiment = experiment,
                Action = ExperimentAction.Train,
                Seed = 1,
                OutputDirectory = "unused",
                Threads = 1,
                Quick = isQuick,
            }),
            experiment);
}
