using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures;
using Xmrl.Meta.Learners;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Tests;

public sealed class XmrlTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("xmrl/table1", null, "xmrl/table1-drone")]
    [InlineData("xmrl/table4", "stock", "xmrl/table4-stock")]
    [InlineData("xmrl/figure3", "ant-velocity", "xmrl/figure3-ant-velocity")]
    [InlineData("xmrl/table2-halfcheetah-velocity", null, "xmrl/table2-halfcheetah-velocity")]
    [InlineData("sg-mrl/table1", null, "sg-mrl/table1")]
    public void Find_TableAndExperiment_NamesTheReproduction(string id, string? experiment, string expected)
        => ReproductionRegistry.BuiltIn.Find(id, experiment).Id.ShouldBe(expected);

    [Fact]
    public void Create_EveryCellOfThePaper_HasItsFigure()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("xmrl/table1-stock");
        table.Cells.Where(cell => cell.Paper is not null).Select(cell => (cell.Row, cell.Paper!.Mean))
            .ShouldBe([("MAML", 359.13), ("XMRL", 421.13), ("TW", 362.07), ("MA", 389.17), ("MR", 362.53)]);
        XmrlTables.Create().Length.ShouldBe((4 * 6) + 1 + 3 + 4);
    }

    [Theory]
    [InlineData("drone", "XMRL-Poor above RandomAdded")]
    [InlineData("drone-rare", "XMRL-Weighted above RandomWeighted")]
    [InlineData("drone-corrupted", "XMRL-Pruned above RandomPruned")]
    public void Create_VariantsOfAnExperiment_HaveARowForEveryMethodThatItRuns(string experiment, string claim)
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("xmrl/variants", experiment);
        var request = new ExperimentRequest
        {
            Experiment = experiment,
            Action = ExperimentAction.Improve,
            Seed = 1,
            OutputDirectory = _folder["run"],
            Threads = 1,
            Overrides = [.. table.Series[0].Overrides],
        };
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            ExperimentRegistry.BuiltIn.Find(experiment).ResolveConfiguration(request), experiment, []);

        table.Cells.Select(cell => cell.Row)
            .Distinct()
            .ShouldBe([Maml.Title, .. configuration.Retrain.Methods.Select(Title)], ignoreOrder: true);
        table.Claims.Select(found => $"{found.Better} above {found.Worse}").ShouldContain(claim);
        table.Claims.ShouldAllBe(found => table.Cells.Any(cell => cell.Row == found.Worse && cell.Column == found.Column));
    }

    [Theory]
    [InlineData("drone")]
    [InlineData("stock")]
    [InlineData("halfcheetah-velocity")]
    [InlineData("ant-velocity")]
    public void Create_TableOfThePaper_NamesTheActionsThatItsRunsScore(string experiment)
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("xmrl/table1", experiment);
        var request = new ExperimentRequest
        {
            Experiment = experiment,
            Action = ExperimentAction.Improve,
            Seed = 1,
            OutputDirectory = _folder["run"],
            Threads = 1,
        };
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            table.Series[0].Runner.ResolveConfiguration(request), experiment, []);

        table.Protocol.Assumptions.ShouldContain("Adaptation from sampled actions, scores by mean actions.");
        configuration.Scoring.Actions.ShouldBe(ActionKind.Mean);
    }

    [Fact]
    public void Create_Replication_TestsItsHypothesisAloneByTheMethodsOfItsRows()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("xmrl/replication", null);
        ReproductionSeries series = table.Series.ShouldHaveSingleItem();
        var request = new ExperimentRequest
        {
            Experiment = "drone",
            Action = ExperimentAction.Improve,
            Seed = 21,
            OutputDirectory = _folder["run"],
            Threads = 1,
            Overrides = [.. series.Overrides],
        };
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            series.Runner.ResolveConfiguration(request), "drone", []);

        table.Claims.Select(claim => (claim.Better, claim.Worse)).ShouldBe([("XMRL-Poor", "Continued"), ("XMRL-Poor", "RandomCritical")]);
        table.Cells.Select(cell => cell.Row)
            .Distinct()
            .ShouldBe([Maml.Title, .. configuration.Retrain.Methods.Select(Title), "policy that is kept"]);
        configuration.Confirm.Candidates.ShouldBe(["xmrlPoor"]);
        table.Protocol.Assumptions.ShouldContain(text => text.StartsWith("Hypothesis, fixed before the runs", StringComparison.Ordinal));
        (table.Seeds, table.SharedRuns).ShouldBe((10, null));
    }

    [Fact]
    public void Create_SafeRepair_ComparesThePolicyThatIsKept()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("xmrl/safe-repair", null);

        table.Claims.Select(claim => (claim.Better, claim.Worse))
            .ShouldBe([("policy that is kept", "Continued"), ("policy that is kept", "RandomCritical")]);
        table.Cells.Select(cell => cell.Row)
            .Distinct()
            .ShouldBe([Maml.Title, "XMRL-Poor", "Continued", "RandomCritical", "policy that is kept"]);
        table.Series.ShouldHaveSingleItem().Overrides.ShouldContain("confirm.candidates=[xmrlPoor]");
        (table.Seeds, table.SharedRuns).ShouldBe((16, null));
    }

    [Theory]
    [InlineData("drone-rare", "XMRL-Poor", "RandomAdded", "confirm.candidates=[xmrlPoor]")]
    [InlineData("drone-corrupted", "XMRL-Pruned", "RandomPruned", "confirm.candidates=[xmrlPruned]")]
    public void Create_RepairOfAPlantedTruth_AddsItsOwnControlToTheClaims(
        string experiment, string variant, string control, string candidates)
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("xmrl/repair", experiment);

        table.Claims.Select(claim => (claim.Better, claim.Worse))
            .ShouldBe([(variant, "Continued"), (variant, "RandomCritical"), (variant, control)]);
        table.Cells.Select(cell => cell.Row)
            .Distinct()
            .ShouldBe([Maml.Title, variant, "Continued", "RandomCritical", control, "policy that is kept"]);
        table.Series.ShouldHaveSingleItem().Overrides.ShouldContain(candidates);
        (table.Seeds, table.SharedRuns).ShouldBe((12, null));
    }

    [Fact]
    public void Run_Replication_FillsEveryRowByOneRunPerSeed()
    {
        ReproductionResult result = Run("xmrl/replication-drone");

        result.Cells.ShouldAllBe(cell => cell.Values.Count == 1);
        RunDirectory run = RunDirectory.Open(_folder["xmrl-replication-drone/runs/replication-seed1"]);
        string kept = RunJson.Read<StoredConfirmation>(run.File(StoredConfirmation.FileName)).Chosen is { } chosen
            ? MethodTable.Standard[chosen].Title
            : Maml.Title;
        Values("policy that is kept").ShouldBe(Values(kept));
        Directory.GetDirectories(_folder["xmrl-replication-drone/runs"]).Select(Path.GetFileName).ShouldBe(["replication-seed1"]);
        result.Remarks.ShouldNotBeEmpty();

        // The base policy has no share of degraded tasks.
        IEnumerable<double> Values(string row)
            => result.Cells.Where(cell => cell.Row == row && cell.Column != "share degraded").Select(cell => cell.Values[0]);
    }

    [Fact]
    public void Run_TablesOfOneExperiment_ShareTheirRuns()
    {
        Run("xmrl/table1-drone").Seeds.ShouldBe(1);
        string runs = Directory.GetDirectories(_folder["."], "xmrl-drone-runs-*").ShouldHaveSingleItem();
        Directory.GetDirectories(runs).Select(Path.GetFileName).Order().ShouldBe(["repair-1-seed1", "repair-2-seed1"]);
        DateTime[] made = Times(runs);

        ReproductionResult second = Run("xmrl/table2-drone");
        ReproductionResult figure = Run("xmrl/figure2-drone");

        ReproductionResult variants = Run("xmrl/variants-drone");
        Times(runs).ShouldBe(made);
        variants.Claims.Count.ShouldBe(3 + 3 + 4);
        variants.Cells.ShouldAllBe(cell => cell.Values.Count == 1);
        second.Complete.ShouldBeTrue();
        second.Remarks.Select(remark => remark.Run).Distinct()
            .ShouldBe(["Base policy and first improvement, seed 1", "Improvement 2, seed 1"]);
        second.Remarks[0].Text.ShouldContain("validation tasks are poor");
        second.Remarks[1].Text.ShouldContain("fresh tasks");
        figure.Cells.ShouldAllBe(cell => cell.Values.Count == 1 && cell.Values[0] <= 0);

        // The mean over both repairs of the same base policy.
        MethodSummary[] own =
            [
                .. Directory.GetDirectories(runs)
                .Order()
                .Select(
                    run => RunJson.Read<StoredEvaluation>(
                        RunDirectory.Open(run).EvaluationPath).Methods.Single(method => method.Name == "XMRL")),
            ];
        second.Cells.Single(cell => cell.Row == "XMRL" && cell.Column == "poor tasks").Values[0]
            .ShouldBe(own.Average(method => method.Poor.Value), 1e-12);
        Base("repair-1-seed1").ShouldBe(Base("repair-2-seed1"));

        // The same numbers, each in a run of its own.
        string Base(string name)
            => string.Join(
                '\n', SafetensorsFile.Read(Path.Combine(runs, name, "checkpoints", "base-iteration-00000004.safetensors")).Tensors
            .Select(tensor => $"{tensor.Key} {Convert.ToHexString(tensor.Value.Bytes)}"));
    }

    [Fact]
    public void Run_Fidelity_TrainsOnCriticalAndOnRandomTasks()
    {
        ReproductionResult result = Run("xmrl/table4-drone", "explain.criticalTasks=2");

        result.Cells.Select(cell => (cell.Row, cell.Values.Count)).ShouldBe([("critical tasks", 1), ("all tasks", 1), ("random tasks", 1)]);
    }

    private static DateTime[] Times(string runs)
        => [.. Directory.GetFiles(runs, "evaluation.json", SearchOption.AllDirectories).Order().Select(File.GetLastWriteTimeUtc)];

    private ReproductionResult Run(string id, params string[] more)
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find(id);
        string path = _folder[table.FolderName];
        new ExperimentHost().Run(
            new ReproductionRunner(table),
            new ExperimentRequest
            {
                Experiment = id,
                Action = ExperimentAction.Reproduce,
                Seed = 1,
                Seeds = 1,
                OutputDirectory = path,
                Threads = 2,
                Overrides = [.. TinyRun.Overrides, .. more],
                CommandLine = $"xmrl reproduce {id}",
            },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);
        return RunJson.Read<ReproductionResult>(Path.Combine(path, ReproductionResult.FileName));
    }

    private static string Title(MethodName name) => MethodTable.Standard[name].Title;
}
