using Xmrl.MetaWorld.Families;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

public sealed class BuiltInTests
{
    public static TheoryData<string> Ids => [.. ReproductionRegistry.BuiltIn.All.Select(table => table.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void ResolveConfiguration_BuiltInTable_EveryRunAcceptsItsSettings(string id)
    {
        var runner = new ReproductionRunner(ReproductionRegistry.BuiltIn.Find(id));
        foreach (bool quick in new[] { false, true })
        {
            var request = new ExperimentRequest
            {
                Experiment = id,
                Action = ExperimentAction.Reproduce,
                Seed = 1,
                OutputDirectory = string.Empty,
                Threads = 1,
                Quick = quick,
            };
            if (Missing(id) is { } missing)
            {
                Should.Throw<ConfigurationException>(() => runner.ResolveConfiguration(request)).Message.ShouldEndWith($"needs {missing}");
            }
            else
            {
                runner.ResolveConfiguration(request).ShouldContain($"reproduction: {id}");
            }
        }
    }

    [Fact]
    public void BuiltIn_Tables_StateTheirSourceAndProtocol()
    {
        foreach (TableReproduction table in ReproductionRegistry.BuiltIn.All)
        {
            table.Protocol.Stated.ShouldNotBeEmpty(table.Id);
            table.Protocol.Assumptions.ShouldNotBeEmpty(table.Id);
        }
    }

    [Fact]
    public void SgMrlTable1_Settings_AreThePapers()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("sg-mrl/table1");
        string yaml = table.Series[0].Runner.ResolveConfiguration(new ExperimentRequest
        {
            Experiment = table.Id,
            Action = ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = string.Empty,
            Threads = 1,
        });

        table.Seeds.ShouldBe(10);
        foreach (string line in new[]
        {
            "hiddenSizes: [100, 100]", "activation: relu", "iterations: 500", "tasksPerIteration: 20", "trajectories: 20",
            "innerStepSize: 0.1",
            "outerStepSize: 0.001", "finalStepShare: 1", "discount: 0.99", "innerDiscount: 0.99", "innerSteps: 1", "fresh: true",
            "learner: sgMrl", "gradientOrder: firstOrder",
        })
        {
            yaml.Split('\n').Select(text => text.Trim()).ShouldContain(line);
        }
    }

    /// <summary>What the environment of a table needs and this machine lacks.</summary>
    private static string? Missing(string id) =>
        IsOfMetaWorld(id) ? MetaWorldFamily.Many().Missing
        : NeedsMuJoCo(id) && MuJoCoEngine.Status is { IsAvailable: false } engine ? $"MuJoCo: {engine.Sentence}"
        : null;

    private static bool IsOfMetaWorld(string id)
        => id is "xmrl/table6" or "xmrl/table7" or "xmrl/table8" or "xmrl/table9" or "xmrl/table10" or "xmrl/table11";

    private static bool NeedsMuJoCo(string id)
        => id == SgMrlTable2.Id
            || id.StartsWith("robustness/", StringComparison.Ordinal)
            || id.EndsWith("-halfcheetah-velocity", StringComparison.Ordinal)
            || id.EndsWith("-ant-velocity", StringComparison.Ordinal);
}
