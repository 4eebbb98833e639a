using System.Collections.Immutable;
using Xmrl.Fixtures;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Studies;
using Xmrl.Training.Configuration;

namespace Xmrl.Offline.Tests.Study;

/// <summary>The tables of bandits from the command to the figures, at quick scale with fewer steps.</summary>
public sealed class BanditTablesTests : IDisposable
{
    private static readonly ImmutableArray<string> s_smaller =
        ["meta.iterations=2", "meta.validations=2", "meta.outerStepsPerIteration=2", "test=3", "trainingSteps=300",
        "testSteps=200"];

    private readonly TemporaryFolder _folder = new();

    static BanditTablesTests() => Registration.Ensure();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_BothTables_FillEveryRowAndShareTheRunsOfTwelveTasks()
    {
        ReproductionResult figure = Run(BanditTables.Figure3(), "both/figure3");
        File.SetLastWriteTimeUtc(StudyOf("both", 12), DateTime.UnixEpoch);
        ReproductionResult question = Run(BanditTables.QuestionB(), "both/b");

        figure.Complete.ShouldBeTrue();
        figure.Cells.ShouldAllBe(cell => cell.Values.Count == 1);
        figure.Cells.Select(cell => cell.Row).Distinct().ShouldBe(BanditRows.Figure);
        figure.Claims.ShouldAllBe(claim => claim.Verdict == ClaimVerdict.Undecided);
        question.Complete.ShouldBeTrue();
        question.Cells.ShouldAllBe(cell => cell.Values.Count == 1);
        question.Cells.Select(cell => cell.Row).Distinct().Count().ShouldBe((5 * 6) + 4);
        Value(question, "MACAW, the task's buffer, 12 tasks").ShouldBe(Value(figure, StoredRows.Buffer));
        Value(question, StoredRows.Optimum).ShouldBe(Value(figure, StoredRows.Optimum));
        Value(figure, StoredRows.Optimum).ShouldBeGreaterThan(Value(figure, StoredRows.Random));
        File.GetLastWriteTimeUtc(StudyOf("both", 12)).ShouldBe(DateTime.UnixEpoch);
        File.ReadAllText(_folder["both/figure3/table.html"]).ShouldContain("MACAW on 12 bandits");
    }

    [Theory]
    [InlineData("Collection, 4 of")]
    [InlineData("Meta-training, 1 of")]
    [InlineData("The imitation, 1 of")]
    [InlineData("MACAW online, 1 of")]
    [InlineData("MACAW online, 2 of")]
    [InlineData("The training online, 2 of")]
    public void Run_StoppedAndContinued_EndsWithTheSameFigures(string place)
    {
        Run(BanditTables.Figure3(), "whole/figure3");
        using var source = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Run(BanditTables.Figure3(), "stopped/figure3", (place, source)));
        File.Exists(StudyOf("stopped", 12)).ShouldBeFalse();

        Run(BanditTables.Figure3(), "stopped/figure3", resumes: true);

        File.ReadAllBytes(StudyOf("stopped", 12)).ShouldBe(File.ReadAllBytes(StudyOf("whole", 12)));
    }

    [Fact]
    public void Apply_InventedFigures_JudgesOrdersAndTheOptimum()
    {
        TableReproduction table = BanditTables.Figure3();
        (ulong Seed, RunFigures Figures)[] runs =
        [
            .. Enumerable.Range(1, 5).Select(seed => ((ulong)seed, new RunFigures
            {
                Values = table.Cells.ToImmutableSortedDictionary(cell => cell.Key, cell => Invented(cell, seed)),
                Interactions = 1,
                Seconds = 1,
            })),
        ];

        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = ReproductionRules.Apply(table, runs, isDecisive: true);

        Claim(StoredRows.Other).ShouldBe(ClaimVerdict.Holds);
        Claim(StoredRows.Imitation).ShouldBe(ClaimVerdict.NotShown);
        Claim(StoredRows.Collector).ShouldBe(ClaimVerdict.Contradicted);
        Claim(StoredRows.Optimum).ShouldBe(ClaimVerdict.Holds);
        cells.Where(cell => cell.Paper is not null).Select(cell => cell.Paper!.Mean).ShouldBe([0.987, 0.983]);

        ClaimVerdict Claim(string worse) => claims.Single(claim => claim.Worse == worse).Verdict;
    }

    [Fact]
    public void Full_EveryNumberOfTasks_StoresAsManyStepsAndDiffersInNothingElse()
    {
        foreach (int tasks in new[] { 5, 10, 12, 20, 35 })
        {
            StoredConfiguration settings = BanditScale.Full(tasks, false);
            (settings.Training * settings.TrainingSteps).ShouldBeInRange(BanditScale.StoredSteps - tasks, BanditScale.StoredSteps);
            (settings.Online!.Iterations * settings.Online.TasksPerIteration * settings.Online.Learner.Load(1000).Steps)
                .ShouldBe(BanditScale.StoredSteps);
            StoredConfiguration twelve = BanditScale.Full(12, false);
            ConfigurationWriter.Write(settings with
            {
                Training = 12,
                TrainingSteps = twelve.TrainingSteps,
                Meta = settings.Meta with { TasksPerIteration = 12 },
            }).ShouldBe(ConfigurationWriter.Write(twelve));
        }
    }

    [Theory]
    [InlineData("environment=Drone-v1", "environment is Drone-v1; expected a Bernoulli bandit.")]
    [InlineData("training=4", "at most training = 4")]
    [InlineData("testSteps=20", "at most the 20 steps of a buffer")]
    [InlineData("meta.adaptFrom=Own", "the other sources are scored beside it")]
    public void ResolveConfiguration_WrongSetting_IsRefusedWithASentence(string setting, string message)
        => Should.Throw<ConfigurationException>(() => Run(BanditTables.Figure3(), "out", null, false, [setting]))
            .Message.ShouldContain(message);

    [Fact]
    public void Registry_Tables_AreFoundBesideTheOthers()
    {
        StoredTables.Registry.Find("robustness/figure3", null).Seeds.ShouldBe(5);
        StoredTables.Registry.Find("robustness/b", null).Series.Length.ShouldBe(5);
        StoredTables.Registry.Find("robustness/a", null).Id.ShouldBe("robustness/a");
    }

    private static double Invented(ReproductionCell cell, int seed) => cell.Row switch
    {
        StoredRows.Buffer => cell.Column is BanditTables.Final or BanditTables.Sampled ? 880 + seed : 0.98 + (seed * 1e-4),
        StoredRows.Imitation => 880 + (3 * (seed % 3)),
        StoredRows.Collector => 900 + (seed % 2),
        StoredRows.Optimum => cell.Column == BanditTables.Final ? 910 : 1,
        _ => 500 + (7 * (seed % 2)),
    };

    private static double Value(ReproductionResult result, string row)
        => result.Cells.Single(cell => cell.Row == row && cell.Column == BanditTables.Final).Values[0];

    /// <summary>What a run found; the folder of shared runs also tells the changed settings.</summary>
    private string StudyOf(string parent, int tasks) => Path.Combine(
        Directory.GetDirectories(_folder[parent], "robustness-bandit-runs-quick-*").Single(), $"tasks-{tasks}-seed1",
        StoredResult.FileName);

    private ReproductionResult Run(
        TableReproduction table, string name, (string Place, CancellationTokenSource Source)? stop = null, bool resumes = false,
        ImmutableArray<string> overrides = default)
        => StudyHost.Run(table, _folder[name], overrides.IsDefault ? s_smaller : overrides, stop, resumes);
}
