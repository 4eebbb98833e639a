using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.Page;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Recomputation;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests.Robustness;

/// <summary>Questions from the command to the page, at quick scale with still fewer iterations.</summary>
public sealed class QuickQuestionTests : IDisposable
{
    private static readonly ImmutableArray<string> s_smaller =
        ["meta.iterations=2", "meta.validations=2", "tasks.test=8", "tasks.training=6"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Figure1_DrawsAllLearnersOnOneAxisWithTheFaultsBesideTheVerdicts()
    {
        ReproductionResult result = Run("robustness/figure1", seeds: 2, s_smaller);

        result.Complete.ShouldBeTrue();
        result.Command.ShouldStartWith("xmrl reproduce robustness/figure1 --seeds 2 --scale quick");
        result.Claims.ShouldAllBe(claim => claim.Verdict == ClaimVerdict.Undecided);
        result.Cells.Where(cell => cell.Column == "final").ShouldAllBe(cell => cell.Values.Count == 2);
        result.Remarks.ShouldAllBe(remark => remark.Text.Contains("evaluations took at most", StringComparison.Ordinal));
        IReadOnlyList<FilledPanel> panels = RunJson.Read<IReadOnlyList<FilledPanel>>(_folder["out/panels.json"]);
        panels.Select(panel => panel.Panel.Title).ShouldBe(["Training", "What a new task costs and yields"]);
        panels.ShouldAllBe(panel => panel.Curves.Count == 4 && panel.Panel.Horizontal.Contains("steps", StringComparison.Ordinal));
        PanelCurve maml = panels[1].Curves.Single(curve => curve.Label == "MAML-PPO");
        PanelCurve rl2 = panels[1].Curves.Single(curve => curve.Label == "RL²");
        maml.Points.Select(point => point.X).ShouldBe([0, 400, 800, 1200]);
        rl2.Points.Select(point => point.X).ShouldBe([0, 20, 40, 60, 80]);

        string page = File.ReadAllText(_folder["out/table.html"]);
        page.ShouldContain("undecided (faults a, b, c, d, e, f)");
        page.ShouldContain("environment steps spent on a new task");
        foreach (string picture in page.Split("<svg").Skip(1))
        {
            XElement.Parse("<svg" + picture[..(picture.IndexOf("</svg>", StringComparison.Ordinal) + 6)]).Descendants().ShouldNotBeEmpty();
        }

        StoredIntervals.Outdated(_folder["out/results.json"]).ShouldBe(0);
    }

    [Fact]
    public void Run_QuestionE_DerivesStepsFromSeveralRuns()
    {
        ReproductionResult result = Run("robustness/e", seeds: 1, ["meta.iterations=6", "meta.validations=1", "tasks.test=8"]);

        CellResult[] steps = [.. result.Cells.Where(cell => cell.Column.StartsWith("steps to 90 %", StringComparison.Ordinal))];
        CellResult End(string row) => result.Cells.Single(cell => cell.Row == row && cell.Column == "16 steps");
        double gain = End("MAML-TRPO, 360°").Values[0] - End("untrained").Values[0];
        steps.Length.ShouldBe(3);
        steps.ShouldAllBe(cell => cell.Values.Count == (gain > 0 ? 1 : 0));
        steps.SelectMany(cell => cell.Values).ShouldAllBe(value => value >= 0 && value <= 17);
        result.Cells.Count(cell => cell.Values.Count == 1 && cell.Row == "untrained").ShouldBe(17);
    }

    [Fact]
    public void At_TableOfOneForm_RefusesWhatItDoesNotHave()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("sg-mrl/table1");

        table.At(new ReproductionVariant(ReproductionScale.Quick)).ShouldBeSameAs(table);
        Should.Throw<Xmrl.Training.Configuration.ConfigurationException>(() => table.At(new ReproductionVariant(ReproductionScale.Desk)))
            .Message.ShouldBe("sg-mrl/table1 has no scale between its quick variant and the paper's: --scale is quick or full.");
        Should.Throw<Xmrl.Training.Configuration.ConfigurationException>(
            () => table.At(new ReproductionVariant(ReproductionScale.Full, ScoreKind.All))).Message.ShouldContain("--score and --actions");
    }

    private ReproductionResult Run(string id, int seeds, ImmutableArray<string> overrides)
    {
        var runner = new ReproductionRunner(ReproductionRegistry.BuiltIn.Find(id).At(new ReproductionVariant(ReproductionScale.Quick)));
        new ExperimentHost().Run(
            runner,
            new ExperimentRequest
            {
                Experiment = id,
                Action = ExperimentAction.Reproduce,
                Seed = 1,
                Seeds = seeds,
                OutputDirectory = _folder["out"],
                Threads = 2,
                Quick = true,
                Overrides = overrides,
            },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);
        return RunJson.Read<ReproductionResult>(_folder["out/results.json"]);
    }
}
