using System.Collections.Immutable;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Environments.Drone;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class RunMemoryTests
{
    private const double Gibibyte = 1L << 30;

    public static TheoryData<int[], int, bool> Shapes => new()
    {
        { [], 0, false },
        { [], 3, true },
        { [64, 64], 0, true },
        { [5, 7, 9], 2, false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ParameterCount_Policies_IsThatOfThePolicy(int[] hidden, int context, bool learnsDeviation)
    {
        var settings = new PolicySettings { HiddenSizes = [.. hidden], ContextSize = context, LearnLogStd = learnsDeviation };
        foreach (EnvironmentSpec spec in new[] { new DroneFamily().Spec, new BernoulliBanditFamily().Spec })
        {
            RunMemory.ParameterCount(settings, spec).ShouldBe(LearnerFactory.Policy(settings, spec).ParameterCount);
        }
    }

    [Fact]
    public void Bytes_WideLayers_AreThoseOfTheTasksMostOfAll()
    {
        // Four layers of 4096 on 2 inputs and 2 outputs. Each of 50 tasks keeps a hyper-gradient in double and two parameter vectors.
        double parameters = (3 * 4096) + (3 * 4097.0 * 4096) + (4097 * 2);
        RunMemory memory = Memory("policy.hiddenSizes=[4096,4096,4096,4096]");
        ((double)memory.Parameters).ShouldBe(parameters);
        memory.TaskBytes.ShouldBe(50 * parameters * (8 + (2 * sizeof(Real))));
        string message = Should.Throw<ConfigurationException>(() => memory.Require(24 * Gibibyte)).Message;
        message.ShouldContain("this machine has 24 GiB");
        message.ShouldContain("50,364,418 parameters");

        // On Navigation2D, with 20 tasks, the same layers ended a machine of 24 GiB: the count alone is below.
        double held = memory.PolicyBytes + (memory.TaskBytes * 20 / 50);
        held.ShouldBeLessThan(24 * Gibibyte);
        (held * memory.Bytes / (memory.PolicyBytes + memory.TaskBytes + memory.SampleBytes + memory.ProgramBytes))
            .ShouldBeGreaterThan(24 * Gibibyte);
        Should.NotThrow(() => memory.Require(1000 * Gibibyte));
        Should.NotThrow(() => memory.Require(0));
    }

    [Fact]
    public void Require_MoreParametersThanAnArrayHolds_SaysHowManyFit()
    {
        // 129 layers of 4097 · 4096, the first of 3 · 4096 and 4097 · 2 outputs: 2,164,809,730.
        string layers = string.Join(',', Enumerable.Repeat(4096, 130));
        Should.Throw<ConfigurationException>(() => Memory($"policy.hiddenSizes=[{layers}]").Require(double.MaxValue)).Message
            .ShouldContain("2,164,809,730 parameters); at most 2,147,483,591 fit");
    }

    [Fact]
    public void Run_TooLarge_IsRefusedBeforeAFolderIsMade()
    {
        using var folder = new TemporaryFolder();
        string layers = string.Join(',', Enumerable.Repeat(4096, 130));
        var request = new ExperimentRequest
        {
            Experiment = DroneExperiment.Name,
            Action = ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = folder["run"],
            Threads = 1,
            Overrides = [$"policy.hiddenSizes=[{layers}]"],
        };
        Should.Throw<ConfigurationException>(() => DroneExperiment.Create().ResolveConfiguration(request)).Message.ShouldContain("numbers");
        Directory.Exists(folder["run"]).ShouldBeFalse();
    }

    [Fact]
    public void Require_OrdinaryConfiguration_IsFarBelowAGibibyte()
    {
        RunMemory memory = Memory();
        memory.Bytes.ShouldBeLessThan(Gibibyte);
        Should.NotThrow(() => memory.Require(Gibibyte));
    }

    private static RunMemory Memory(params string[] overrides)
    {
        ImmutableArray<string> all = [.. overrides];
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(DroneExperiment.Configuration), "test", all);
        var request = new ExperimentRequest
        {
            Experiment = DroneExperiment.Name,
            Action = ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = "unused",
            Threads = 2,
        };
        return new RunMemory(configuration, new DroneFamily().Spec, request);
    }
}
