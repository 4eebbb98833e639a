using System.Collections.Immutable;
using Xmrl.Fixtures;
using Xmrl.Offline.Data;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Studies;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Offline.Tests.Study;

/// <summary>The tables of robots from the command to the figures, on point robots, which need no engine.</summary>
public sealed class RobotTablesTests : IDisposable
{
    private const string Points = "environment=PointGoal-v1";
    private static readonly ImmutableArray<string> s_smaller =
    [
        Points, "collector=Random", "meta.iterations=2", "meta.validations=2", "meta.outerStepsPerIteration=2", "meta.rows=16",
        "trainingSteps=80", "testSteps=60",
    ];

    private readonly TemporaryFolder _folder = new();

    static RobotTablesTests() => Registration.Ensure();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Direction_FillsEveryRowWithDataOfTheStatedSize()
    {
        ReproductionResult result = Run(CheetahTable.Create(), "figure");

        result.Complete.ShouldBeTrue();
        result.Cells.ShouldAllBe(cell => cell.Values.Count == 1);
        result.Cells.Select(cell => cell.Row).Distinct().ShouldBe(RobotSeries.Rows);
        StoredResult study = RunJson.Read<StoredResult>(StudyOf("figure"));
        study.OwnSteps.ShouldBe(2 * 2 * 40);
        study.OnlineSteps.ShouldBe(0);
        study.Tasks[StoredRows.Buffer].Length.ShouldBe(2);
        study.MeanActions[StoredRows.Buffer].ShouldBe(study.Tasks[StoredRows.Buffer].Average(), 1e-9);
    }

    [Theory]
    [InlineData("Collection, 3 of")]
    [InlineData("MACAW online, 1 of")]
    [InlineData("MACAW online, 2 of")]
    public void Run_StoppedAndContinued_EndsWithTheSameFigures(string place)
    {
        Run(CheetahTable.Create(), "whole");
        using var source = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Run(CheetahTable.Create(), "stopped", (place, source)));
        File.Exists(StudyOf("stopped")).ShouldBeFalse();

        Run(CheetahTable.Create(), "stopped", resumes: true);

        File.ReadAllBytes(StudyOf("stopped")).ShouldBe(File.ReadAllBytes(StudyOf("whole")));
    }

    [Fact]
    public void Run_Arcs_TrainInTheArcAndAreTestedOnEveryQuadrant()
    {
        ReproductionResult result = Run(ArcTable.Create(), "arcs", overrides: [.. s_smaller, "test=4"]);

        result.Complete.ShouldBeTrue();
        result.Cells.ShouldAllBe(cell => cell.Values.Count == 1);
        double[] quadrants = [.. Enumerable.Range(1, 4).Select(i => Value($"{StoredRows.Buffer}, 90°", $"quadrant {i}"))];
        Value($"{StoredRows.Buffer}, 90°", ArcTable.Outside).ShouldBe(quadrants[1..].Average(), 1e-9);
        Value($"{StoredRows.Buffer}, 90°", "270–360°").ShouldBe(quadrants[3], 1e-9);
        EnvironmentSpec spec = LearnerFactory.Family("PointGoal-v1").Spec;
        TaskSets quarter = TaskSets.Read(_folder["arcs/runs/arc-90-seed1/tasks.json"], spec);
        TaskSets whole = TaskSets.Read(_folder["arcs/runs/arc-360-seed1/tasks.json"], spec);
        quarter.Training.ShouldAllBe(task => task.Parameters[0] <= Math.PI / 2);
        quarter.Training[0].Parameters[0].ShouldBe(whole.Training[0].Parameters[0] / 4, 1e-9);
        quarter.Test.ShouldBe(whole.Test);
        double Value(string row, string column) => result.Cells.Single(cell => cell.Row == row && cell.Column == column).Values[0];
    }

    [Fact]
    public void Joined_TwoBuffers_HasTheEpisodesOfBoth()
    {
        Run(CheetahTable.Create(), "figure");
        string run = Path.GetDirectoryName(StudyOf("figure"))!;
        EnvironmentSpec spec = LearnerFactory.Family("PointGoal-v1").Spec;
        MdpTask task = TaskSets.Read(Path.Combine(run, "tasks.json"), spec).Training[0];
        var form = new DataSetForm(spec, 1);
        TaskBuffer first = BufferFile.Read(Path.Combine(run, "rounds", "round-000-task-00000.safetensors"), task, form);
        TaskBuffer second = BufferFile.Read(Path.Combine(run, "rounds", "round-001-task-00000.safetensors"), task, form);

        TaskBuffer both = OnlineRounds.Joined(first, second);

        Should.NotThrow(() => form.Check(both, "both"));
        both.Steps.ShouldBe(first.Steps + second.Steps);
        both.EpisodeReturns().ShouldBe([.. first.EpisodeReturns(), .. second.EpisodeReturns()]);
        both.PolicyNumbers.ShouldBe([.. Enumerable.Repeat(0, first.Episodes), .. Enumerable.Repeat(1, second.Episodes)]);
    }

    [Fact]
    public void Apply_InventedFigures_JudgesOrders()
    {
        TableReproduction table = CheetahTable.Create();
        (ulong Seed, RunFigures Figures)[] runs =
        [
            .. Enumerable.Range(1, 3).Select(seed => ((ulong)seed, new RunFigures
            {
                Values = table.Cells.ToImmutableSortedDictionary(cell => cell.Key, cell => Invented(cell.Row, seed)),
                Interactions = 1,
                Seconds = 1,
            })),
        ];

        (_, IReadOnlyList<ClaimResult> claims) = ReproductionRules.Apply(table, runs, isDecisive: true);

        Claim(StoredRows.None).ShouldBe(ClaimVerdict.Holds);
        Claim(StoredRows.Imitation).ShouldBe(ClaimVerdict.NotShown);
        Claim(StoredRows.Collector).ShouldBe(ClaimVerdict.Contradicted);
        ClaimVerdict Claim(string worse) => claims.Single(claim => claim.Worse == worse).Verdict;
    }

    [Fact]
    public void Full_Tables_HaveTheStatedScales()
    {
        StoredConfiguration direction = RobotScale.Direction;
        (direction.Meta.Iterations * direction.Macaw.OuterStepsPerIteration).ShouldBe(55_000);
        direction.Environment.ShouldBe("HalfCheetahDirection-v1");
        foreach (int arc in new[] { 90, 180, 270 })
        {
            ConfigurationWriter.Write(RobotScale.Arc(arc) with { Sector = 360 })
                .ShouldBe(ConfigurationWriter.Write(RobotScale.Arc(360)));
        }
    }

    [Theory]
    [InlineData("environment=BernoulliBandit10x100-v1", "expected one with real actions")]
    [InlineData("onlineRounds=3", "a divisor of meta.iterations = 2")]
    [InlineData("trainingSteps=39", "onlineRounds is 2; expected at most 1: a round is more than one episode of 20 steps per training")]
    [InlineData("meta.rows=41", "rounds of at least meta.rows = 41 steps per task")]
    public void ResolveConfiguration_WrongSetting_IsRefusedWithASentence(string setting, string message)
        => Should.Throw<ConfigurationException>(() => Run(CheetahTable.Create(), "out", overrides: [.. s_smaller, setting]))
            .Message.ShouldContain(message);

    private static double Invented(string row, int seed) => row switch
    {
        StoredRows.Buffer => 100 + (0.01 * seed),
        StoredRows.Imitation => 100 + (3 * (seed % 2)),
        StoredRows.Collector => 150 - (0.01 * seed),
        _ => 10 + (0.02 * (seed % 2)),
    };

    private string StudyOf(string name)
        => _folder[Path.Combine(name, "runs", "halfcheetah-direction-seed1", StoredResult.FileName)];

    private ReproductionResult Run(
        TableReproduction table, string name, (string Place, CancellationTokenSource Source)? stop = null, bool resumes = false,
        ImmutableArray<string> overrides = default)
        => StudyHost.Run(table, _folder[name], overrides.IsDefault ? s_smaller : overrides, stop, resumes);
}
