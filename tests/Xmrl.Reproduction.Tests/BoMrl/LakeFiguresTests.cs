using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.BoMrl;
using Xmrl.Reproduction.Page;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests.BoMrl;

public sealed class LakeFiguresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bo-mrl/figure1")]
    [InlineData("bo-mrl/figure3")]
    [InlineData("bo-mrl/figure4")]
    public void Run_Quick_FillsEveryCellAndDrawsThePictures(string id)
    {
        ReproductionResult result = Run(id, "out");

        result.Complete.ShouldBeTrue();
        result.Failures.ShouldBeEmpty();
        result.Cells.ShouldAllBe(cell => cell.Values.Count == 2);
        result.Claims.ShouldAllBe(claim => claim.Verdict == ClaimVerdict.Undecided);
        string page = File.ReadAllText(_folder["out/table.html"]);
        foreach (FigurePicture picture in result.Pictures.ShouldNotBeNull())
        {
            page.ShouldContain($"<h2>{picture.Title}</h2>");
            page.ShouldContain($"aria-label=\"{picture.Title}\"");
        }

        page.ShouldContain("from a public plotting script");
        File.WriteAllText(_folder["page"], page);
        TablePage.Write(RunDirectory.Open(_folder["out"]));
        File.ReadAllText(_folder["out/table.html"]).ShouldBe(page, "the page is a function of the stored files");
    }

    /// <summary>The trainings of MAML belong to all figures.</summary>
    [Fact]
    public void Run_SecondFigure_TakesTheRunsOfTheFirst()
    {
        ReproductionResult first = Run("bo-mrl/figure1", "first");
        string shared = _folder["bo-mrl-frozenlake-runs-quick/high-maml-seed1/tabular.json"];
        DateTime made = File.GetLastWriteTimeUtc(shared);

        ReproductionResult second = Run("bo-mrl/figure3", "second");

        File.GetLastWriteTimeUtc(shared).ShouldBe(made);
        CellResult Maml(ReproductionResult result) => result.Cells.First(cell => cell.Row == LakeTable.Maml);
        Maml(second).Values.ShouldBe(Maml(first).Values);
    }

    /// <summary>λ of Appendix A; MAML's step is 1/(2λ) of the linear objective with a distance of parameters.</summary>
    [Theory]
    [InlineData("bo-mrl/figure1", "high-alg1", "divergence: forward", "strengths: [0.5]")]
    [InlineData("bo-mrl/figure1", "low-alg1", "divergence: forward", "strengths: [0.25]")]
    [InlineData("bo-mrl/figure3", "high-alg2", "divergence: reverse", "strengths: [0.5]")]
    [InlineData("bo-mrl/figure3", "low-alg2", "divergence: reverse", "strengths: [0.25]")]
    [InlineData("bo-mrl/figure4", "high-alg3", "divergence: parameters", "strengths: [0.04]")]
    [InlineData("bo-mrl/figure4", "low-alg3", "divergence: parameters", "strengths: [0.02]")]
    [InlineData("bo-mrl/figure4", "low-alg3-tenth", "divergence: parameters", "strengths: [0.002]")]
    [InlineData("bo-mrl/figure1", "high-maml", "isLinear: true", "strengths: [0.05, 0.01]")]
    [InlineData("bo-mrl/figure1", "high-alg1-uniform", "iterations: 0", "strengths: [0.5, 1]")]
    [InlineData("bo-mrl/figure1", "high-alg1-monte-carlo", "episodes: 500", "horizon: 49")]
    public void Series_Settings_AreThePapers(string id, string series, string first, string second)
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find(id);
        string yaml = table.Series.Single(one => one.Name == series).Runner.ResolveConfiguration(Request(id, string.Empty));
        string[] lines = [.. yaml.Split('\n').Select(line => line.Trim())];
        lines.ShouldContain(first);
        lines.ShouldContain(second);
    }

    [Fact]
    public void Cells_WithValues_SayThatTheyAreNotPrinted()
    {
        PaperValue[] values =
        [
            .. ReproductionRegistry.BuiltIn.All.Where(table => table.Id.StartsWith("bo-mrl/", StringComparison.Ordinal))
                .SelectMany(table => table.Cells).Select(cell => cell.Paper).OfType<PaperValue>(),
        ];

        values.Length.ShouldBe(6 + 6 + 10);
        values.ShouldAllBe(value => value.Source == "a public plotting script" && value.Mark == "*");

        // 1.6382 − 1.30, the gap of the gradient step of Figure 1 at the left.
        values.ShouldContain(value => Math.Abs(value.Mean - 0.3382) < 1e-12);
    }

    [Fact]
    public void Check_PictureOfACellThatIsNotThere_Throws()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("bo-mrl/figure1");
        FigurePicture broken = table.Pictures[0] with { Rows = ["nobody"] };

        Should.Throw<ArgumentException>(() => (table with { Pictures = [broken] }).Check()).Message
            .ShouldContain("shows row 'nobody' in a column where it has no cell");
    }

    [Fact]
    public void Run_OtherSettingsInTheSameFolder_AreRefused()
    {
        Run("bo-mrl/figure1", "first");
        string changed = _folder["bo-mrl-frozenlake-runs-quick/high-maml-seed1/config.yaml"];
        string text = File.ReadAllText(changed);
        File.WriteAllText(changed, text.Replace("outerStepSize: 0.03", "outerStepSize: 0.5", StringComparison.Ordinal));

        Should.Throw<ConfigurationException>(() => Run("bo-mrl/figure3", "second")).Message
            .ShouldContain("was made with other settings than those of today's bo-mrl/figure3");
    }

    private static ExperimentRequest Request(string id, string folder) => new()
    {
        Experiment = id,
        Action = ExperimentAction.Reproduce,
        Seed = 1,
        OutputDirectory = folder,
        Threads = 1,
    };

    private ReproductionResult Run(string id, string folder)
    {
        new ExperimentHost().Run(
            new ReproductionRunner(ReproductionRegistry.BuiltIn.Find(id)),
            Request(id, _folder[folder]) with { Quick = true },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);
        return RunJson.Read<ReproductionResult>(_folder[$"{folder}/results.json"]);
    }
}
