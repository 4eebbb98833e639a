using Xmrl.Attention.Learning;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Definitions;
using Xmrl.Latents.Learners;
using Xmrl.MetaWorld.Experiments;
using Xmrl.MetaWorld.Families;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

/// <summary>ML10's tables at their scales; nothing is simulated.</summary>
public sealed class MetaWorldTablesTests
{
    public static TheoryData<int> Numbers => [6, 7, 8, 9, 10, 11];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void At_DeskScale_HasThreeSeedsRunsOfItsOwnAndTheCellsOfFullScale(int number)
    {
        TableReproduction full = Table(number);
        TableReproduction desk = full.At(new ReproductionVariant(ReproductionScale.Desk));

        (desk.Seeds, desk.SharedRuns, full.SharedRuns).ShouldBe((3, "xmrl-ml10-runs-desk", "xmrl-ml10-runs"));
        desk.Cells.ShouldBe(full.Cells);
        desk.Claims.ShouldBe(full.Claims);
        desk.Protocol.Assumptions[0].ShouldStartWith("A smaller protocol: tasks.training=20");
        TableReproduction asked = full.At(new ReproductionVariant(ReproductionScale.Full));
        (asked.Variant, asked.Series).ShouldBe((null, full.Series));
        Should.Throw<ConfigurationException>(() => full.At(new ReproductionVariant(ReproductionScale.Desk, ScoreKind.All)))
            .Message.ShouldContain("--score and --actions are for the curves");
    }

    [Theory]
    [InlineData("MAML")]
    [InlineData("XMRL")]
    [InlineData("SDVT")]
    [InlineData("ECET")]
    public void Table7_Learners_HaveARowWithThePapersFigures(string row)
    {
        TableReproduction table = Table(7);
        table.Cells.Where(cell => cell.Row == row).Select(cell => (cell.Column, cell.Paper!.Mean))
            .ShouldBe(MetaWorldFigures.Columns.Zip(MetaWorldFigures.Table7.Single(entry => entry.Row == row).Values));
        table.Claims.Any(claim => claim.Worse == row).ShouldBe(row != "XMRL");
    }

    /// <summary>Noise alone solves some goals: without its row, success would pass for skill.</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void At_EveryScale_HasTheRowsOfRandomAndZeroActions(int number)
    {
        foreach (ReproductionScale scale in Enum.GetValues<ReproductionScale>())
        {
            TableReproduction table = Table(number).At(new ReproductionVariant(scale));
            foreach (string row in (string[])[UninformedScores.Random, UninformedScores.Zero])
            {
                table.Cells.Where(cell => cell.Row == row).Select(cell => cell.Column).ShouldBe(
                    table.Cells.Select(cell => cell.Column).Where(MetaWorldFigures.Columns.Contains).Distinct(), $"{scale}, {row}");
            }
        }
    }

    [Fact]
    public void Table9_EveryShare_CountsInTheTasksOfItsScale()
    {
        Critical(ReproductionScale.Full).ShouldBe(["5", "10", "15", "20", "25"]);
        Critical(ReproductionScale.Desk).ShouldBe(["2", "4", "6", "8", "10"]);
        Critical(ReproductionScale.Quick).ShouldBe(["2", "4", "6", "8", "10"]);

        static IEnumerable<string> Critical(ReproductionScale scale) => Table(9).At(new ReproductionVariant(scale)).Series.Skip(1)
            .Select(series => series.Overrides.Last(value => value.StartsWith("explain.criticalTasks=", StringComparison.Ordinal)))
            .Select(value => value.Split('=')[1]);
    }

    /// <summary>The learners of a row train on as many environment steps as MAML: a comparison that says otherwise would be none.</summary>
    [MetaWorldFact]
    public void Series_Learners_TakeTheEnvironmentStepsOfMaml()
    {
        foreach (ReproductionScale scale in new[] { ReproductionScale.Desk, ReproductionScale.Full })
        {
            TableReproduction table = Table(7).At(new ReproductionVariant(scale));
            ImproveConfiguration[] all = [.. table.Series.Select(series => Configuration(series, scale))];
            all.Select(Steps).Distinct().ShouldHaveSingleItem();
            all[1].Meta.Learner.ShouldBeOfType<Sdvt>();
            all[2].Meta.Learner.ShouldBeOfType<Ecet>().Trace.ShouldBe(0.95);
        }

        static double Steps(ImproveConfiguration run) => (double)run.Meta.Iterations * run.Meta.TasksPerIteration
            * run.Meta.Learner.Load(MetaWorldFamily.Horizon).Steps;
    }

    [MetaWorldFact]
    public void ResolveConfiguration_EveryTableAndScale_EveryRunAcceptsItsSettings()
    {
        foreach (int number in Numbers)
        {
            foreach (ReproductionScale scale in Enum.GetValues<ReproductionScale>())
            {
                var request = Request(ExperimentAction.Reproduce, scale);
                new ReproductionRunner(Table(number).At(new ReproductionVariant(scale))).ResolveConfiguration(request)
                    .ShouldContain($"reproduction: xmrl/table{number}");
            }
        }
    }

    private static TableReproduction Table(int number) => ReproductionRegistry.BuiltIn.Find($"xmrl/table{number}");

    private static ImproveConfiguration Configuration(ReproductionSeries series, ReproductionScale scale)
        => ConfigurationReader.Read<ImproveConfiguration>(
            series.Runner.ResolveConfiguration(Request(series.Action, scale) with { Overrides = [.. series.Overrides] }), "ml10", []);

    private static ExperimentRequest Request(ExperimentAction action, ReproductionScale scale) => new()
    {
        Experiment = "ml10",
        Action = action,
        Seed = 1,
        OutputDirectory = string.Empty,
        Threads = 1,
        Quick = scale == ReproductionScale.Quick,
    };
}
