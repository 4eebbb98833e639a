using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.MetaWorld.Experiments;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Installation;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Definitions;

public sealed class MetaWorldExperimentsTests
{
    [Fact]
    public void BuiltIn_MetaWorld_HasMl10AndOneExperimentPerTask()
    {
        string[] names = [.. ExperimentRegistry.BuiltIn.Listed.Select(listed => listed.Name)];

        names.ShouldContain("ml10");
        names.Count(name => name.StartsWith("ml1-", StringComparison.Ordinal)).ShouldBe(ArmTasks.All.Length);
        names.ShouldContain("ml1-button-press-topdown");
    }

    [Fact]
    public void Configuration_EveryExperiment_IsValidAndOfItsEnvironment()
    {
        foreach (MetaWorldExperiment known in MetaWorldExperiment.All)
        {
            var document = new ConfigurationDocument(MetaWorldExperiment.Configuration(), known.Name) { Variant = known.Quick };
            ImproveConfiguration found = ConfigurationReader.Read<ImproveConfiguration>(document, known.Changes);

            found.Validate().ShouldBeEmpty(known.Name);
            known.Summary.ShouldContain(found.Environment.Id);
        }
    }

    /// <summary>Sizes of the sets and the learner's main figures are those of the sources that the file names.</summary>
    [Fact]
    public void Configuration_Ml10_HasTheFiguresOfTheSource()
    {
        ImproveConfiguration found = ConfigurationReader.Read<ImproveConfiguration>(MetaWorldExperiment.Configuration(), "ml10");

        (found.Tasks.Training, found.Tasks.Validation, found.Tasks.Test).ShouldBe((500, 50, 200));
        var learner = (Maml)found.Meta.Learner;
        (learner.Rollouts.Trajectories, learner.Inner.InnerStepSize, learner.Rollouts.Discount).ShouldBe((10, 0.1, 0.99));
        (found.Meta.Iterations * found.Meta.TasksPerIteration * learner.Rollouts.Trajectories * 2 * MetaWorldFamily.Horizon)
            .ShouldBe(20_000_000);
    }

    [Fact]
    public void Draw_Ml10_GivesTheSetsOfTheBenchmark()
    {
        MetaWorldFamily family = MetaWorldFamily.Many();
        ImproveConfiguration found = ConfigurationReader.Read<ImproveConfiguration>(MetaWorldExperiment.Configuration(), "ml10");

        TaskSets sets = TaskSets.Draw(found.Tasks, family, RandomKey.FromSeed(2));

        Families(sets.Training).ShouldBe(ArmTasks.Training);
        Families(sets.Validation).ShouldBe(ArmTasks.Test);
        Families(sets.Test).ShouldBe(ArmTasks.Test);
        sets.SeenTestTasks().ShouldBe(0);

        IEnumerable<ArmTask> Families(IEnumerable<Rl.Environments.MdpTask> tasks)
            => tasks.GroupBy(task => family.Read(task).Kind)
                .Select(group => (group.Key, Count: group.Count()))
                .OrderBy(entry => ArmTasks.All.IndexOf(entry.Key))
                .Where(entry => entry.Count == tasks.Count() / tasks.Select(task => task.Parameters[0]).Distinct().Count())
                .Select(entry => entry.Key);
    }

    [Fact]
    public void Family_WithoutFiles_IsOneSentence()
    {
        if (ModelFiles.Installed.Folder is not null)
        {
            LearnerFactory.Family(MetaWorldFamily.Ml10).ShouldBeOfType<MetaWorldFamily>();
        }
        else
        {
            Should.Throw<ConfigurationException>(() => LearnerFactory.Family(MetaWorldFamily.Ml10)).Message.ShouldBe(
                $"{MetaWorldFamily.Ml10} needs Meta-World: {ModelFiles.Installed.Sentence}");
        }
    }

    [MetaWorldFact]
    public void Train_OneTask_StoresItsGoalsAndEpisodes()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(
            new TinyOptions
            {
                Runner = ExperimentRegistry.BuiltIn.Find("ml1-reach"),
                Action = ExperimentAction.Train,
                More =
                [
                    "meta.iterations=1", "meta.tasksPerIteration=1", "meta.trajectories=2", "meta.validations=1",
                    "tasks.validation=2", "tasks.test=4", "poor.testShare=0.5",
                    "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=1", "scoring.meanTrajectories=1",
                ],
            });

        outcome.Rows.ShouldAllBe(row => row.Score >= 0 && row.Score <= 1);
        RunJson.Read<TaskSets>(run.Directory.TasksPath).Training.ShouldAllBe(task => task.EnvironmentId == "MetaWorldReach-v3");
        File.ReadAllText(run.Directory.File("episodes.json")).ShouldContain("reach: goal");
    }
}
