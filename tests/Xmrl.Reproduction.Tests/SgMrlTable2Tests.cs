using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Tests.Definitions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

public sealed class SgMrlTable2Tests
{
    [Fact]
    public void Create_CellsAndClaims_AreThePapers()
    {
        TableReproduction table = SgMrlTable2.Create();

        table.Check();
        table.Seeds.ShouldBe(4);
        table.Series.Length.ShouldBe(18);
        table.Cells.Length.ShouldBe(18);
        table.Cells.Single(cell => cell.Key == "SG-MRL | HalfCheetah direction, 2 steps").Paper.ShouldBe(new PaperValue(580.203, 33.63));
        table.Cells.Single(cell => cell.Key == "MAML | HalfCheetah velocity, 3 steps").Paper.ShouldBe(new PaperValue(-32.48, 0.50));
        table.Cells.Single(cell => cell.Key == "MAML | Swimmer direction, 1 step").Paper.ShouldBe(new PaperValue(104.53, 24.18));

        // Bold in the paper: MAML in one column.
        table.Claims.Where(claim => claim.Better == "MAML")
            .ShouldBe([new OrderingClaim("MAML", "SG-MRL", "HalfCheetah velocity, 3 steps")]);
        table.Protocol.References.Single(reference => reference.Column == "HalfCheetah velocity, 1 step").Value.ShouldBe(-200);
    }

    [MuJoCoFact]
    public void Series_Settings_AreThePapers()
    {
        foreach ((string name, string learner, string steps, string environment) in new[]
        {
            ("sg-mrl-halfcheetah-direction-1", "sgMrl", "1", "HalfCheetahDirection-v1"),
            ("maml-halfcheetah-velocity-3", "firstOrderMaml", "3", "HalfCheetahVelocity-v1"),
            ("sg-mrl-swimmer-direction-2", "sgMrl", "2", "SwimmerDirection-v1"),
        })
        {
            string[] lines = [.. Yaml(name).Split('\n').Select(text => text.Trim())];
            foreach (string line in new[]
            {
                $"environment: {environment}", $"learner: {learner}", $"innerSteps: {steps}", "hiddenSizes: [100, 100]", "activation: relu",
                "iterations: 500", "tasksPerIteration: 40",
                "trajectories: 20", "innerStepSize: 0.1", "outerStepSize: 0.001", "finalStepShare: 1", "discount: 0.99",
                "innerDiscount: 0.99", "fresh: true",
            })
            {
                lines.ShouldContain(line, name);
            }

            // First-order MAML is a learner of its own, without an order to choose.
            lines.Contains("gradientOrder: firstOrder").ShouldBe(learner == "sgMrl", name);
        }
    }

    [MuJoCoFact]
    public void Run_QuickTableOfOneColumn_FillsItsCells()
    {
        const string Column = "HalfCheetah velocity, 2 steps";
        TableReproduction table = SgMrlTable2.Create() with { Id = "sg-mrl/column" };
        table = table with
        {
            Cells = [.. table.Cells.Where(cell => cell.Column == Column)],
            Claims = [.. table.Claims.Where(claim => claim.Column == Column)],
            Series = [.. table.Series.Where(series => series.Name.EndsWith("halfcheetah-velocity-2", StringComparison.Ordinal))],
        };
        using var folder = new TemporaryFolder();
        string path = folder["column"];
        new ExperimentHost().Run(
            new ReproductionRunner(table),
            Request(table.Id, ExperimentAction.Reproduce) with { OutputDirectory = path, Quick = true },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);

        ReproductionResult result = RunJson.Read<ReproductionResult>(Path.Combine(path, ReproductionResult.FileName));
        result.Complete.ShouldBeTrue();
        result.Cells.Select(cell => (cell.Row, cell.Values.Count)).ShouldBe([("SG-MRL", 1), ("MAML", 1)]);
        result.Cells.ShouldAllBe(cell => cell.Values[0] < 0 && cell.Values[0] > -1000);
    }

    private static string Yaml(string series)
        => SgMrlTable2.Create().Series.Single(known => known.Name == series).Runner.ResolveConfiguration(
            Request(SgMrlTable2.Id, ExperimentAction.Train));

    private static ExperimentRequest Request(string id, ExperimentAction action)
        => new() { Experiment = id, Action = action, Seed = 1, OutputDirectory = string.Empty, Threads = 1 };
}
