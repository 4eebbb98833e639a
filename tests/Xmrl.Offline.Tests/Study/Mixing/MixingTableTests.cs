using System.Collections.Immutable;
using Xmrl.Fixtures;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Studies.Mixing;

namespace Xmrl.Offline.Tests.Study.Mixing;

/// <summary>The table from the command to the figures, in the plane alone, which needs no engine.</summary>
public sealed class MixingTableTests : IDisposable
{
    private const string Plane = "navigation2d";

    private static readonly ImmutableArray<string> s_smaller =
    [
        "meta.iterations=2", "meta.trajectories=4", "meta.tasksPerIteration=5", "tasks.training=5", "tasks.validation=4", "tasks.test=10",
        "explain.criticalTasks=1",
    ];

    private readonly TemporaryFolder _folder = new();

    static MixingTableTests() => Registration.Ensure();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Plane_MeasuresEveryKindAndOwnSamplesAgainstThemselves()
    {
        MixedFigures figures = Run("table");

        figures.Kinds.Select(kind => kind.Name).ShouldBe(MixedKind.All.Select(kind => kind.Name));
        (figures.Tasks, figures.Replicates).ShouldBe((4, 3));
        MixedFigures.Entry own = figures.Kinds[0];
        (own.Distance, own.Infeasible).ShouldBe((1, 0));
        (own.Alignment is null or 1).ShouldBeTrue();
        figures.Kinds.ShouldAllBe(kind => kind.RewardDeviation > 0 && kind.Infeasible == 0 && kind.Distance > 0);

        // A state that was visited lies nearer to other episodes than one between two, and costs as much as own ones.
        figures.Kinds[^1].Distance!.Value.ShouldBe(1, 0.2);
        figures.Kinds[^1].Reward.ShouldBe(own.Reward, 0.1 * Math.Abs(own.Reward));
    }

    [Fact]
    public void Run_StoppedInTheMeasurementAndContinued_EndsWithTheSameFigures()
    {
        MixedFigures whole = Run("whole");
        using var source = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Run("stopped", ("draws of gradients", source)));

        Run("stopped", resumes: true);

        File.ReadAllBytes(FileOf("stopped")).ShouldBe(File.ReadAllBytes(FileOf("whole")));
        whole.Interactions.ShouldBeGreaterThan(0);
    }

    private MixedFigures Run(string name, (string Place, CancellationTokenSource Source)? stop = null, bool resumes = false)
    {
        TableReproduction table = MixingTable.Create();
        ReproductionResult result = StudyHost.Run(
            table with { Series = [.. table.Series.Where(series => series.Name == Plane)] },
            _folder[name], s_smaller, stop, resumes);
        result.Cells.Where(cell => cell.Row.StartsWith(Plane, StringComparison.Ordinal)).SelectMany(cell => cell.Values).ShouldNotBeEmpty();
        return RunJson.Read<MixedFigures>(FileOf(name));
    }

    private string FileOf(string name)
        => Directory.EnumerateFiles(_folder[name], MixedFigures.FileName, SearchOption.AllDirectories).ShouldHaveSingleItem();
}
