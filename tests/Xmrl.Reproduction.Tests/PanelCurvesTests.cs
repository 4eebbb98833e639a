using Xmrl.Fixtures;
using Xmrl.Reproduction.Page;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.Tests;

public sealed class PanelCurvesTests : IDisposable
{
    private static readonly CurvePanel s_panel = new("Curves", "steps", "Return");

    private readonly TemporaryFolder _folder = new();
    private int _drawn;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Average_Seeds_IsTheMeanWithAnIntervalFromThreeOn(int seeds, bool hasInterval)
    {
        IReadOnlyList<FilledPanel> panels = Average(seeds);

        PanelCurve curve = panels.Single().Curves.Single();
        (panels.Single().Panel, curve.Label).ShouldBe((s_panel, "A"));

        // Of seed s the ordinates are s and 10·s, and curves of seed 1 are a point longer.
        double mean = (1 + seeds) / 2.0;
        curve.Points.Take(2).Select(point => (point.X, point.Mean)).ShouldBe([(0, mean), (100, 10 * mean)]);
        curve.Points.Count.ShouldBe(seeds == 1 ? 3 : 2);
        curve.Points.ShouldAllBe(point => point.Low != null == hasInterval);
        if (hasInterval)
        {
            // Mean 2, deviation 1: 4.302653/√3.
            curve.Points[0].High!.Value.ShouldBe(2 + (4.302653 / Math.Sqrt(3)), 1e-5);
        }
    }

    [Fact]
    public void Render_CurveFromZero_DrawsDecadesAndAPlaceForZero()
    {
        string picture = PanelSection.Render(Average(3));

        picture.ShouldContain("<h2>Curves</h2>");
        picture.ShouldContain(">0</text>");
        picture.ShouldContain(">100</text>");
        picture.ShouldContain("polygon");
        picture.ShouldContain("with its 95 % interval");
        PanelSection.Render(Average(2)).ShouldContain("no interval below three seeds");
        PanelSection.Render([new FilledPanel(s_panel, [])]).ShouldBeEmpty();
    }

    private IReadOnlyList<FilledPanel> Average(int seeds)
    {
        TableReproduction plain = FakeSeries.Table(new FakeSeries("A", _ => 0), new FakeSeries("B", _ => 0));
        TableReproduction table = plain with
        {
            Panels = [s_panel],
            Series =
            [
                plain.Series[0] with
                {
                    Curves = folder =>
                    {
                        double seed = folder.ReadState().Seed;
                        return [new RunCurve("Curves", "A", [0, 100, 200], seed == 1 ? [1, 10, 5] : [seed, 10 * seed])];
                    },
                },
                plain.Series[1],
            ],
        };
        var configuration = new ReproductionConfiguration { Reproduction = table.Id, Seeds = seeds };
        var curves = new PanelCurves(table, configuration);
        foreach (ReproductionRun run in table.Runs(configuration))
        {
            curves.Add(run, RunDirectory.Create(
                _folder[$"{_drawn++}-{run.FolderName}"], force: false,
                new RunState { Phase = RunPhase.Done, Action = "train", Experiment = "fake", Seed = run.Seed, Quick = false }));
        }

        return curves.Average();
    }
}
