using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

public sealed class JoinedResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TableReproduction _table = FakeSeries.Table(
        new FakeSeries("A", seed => 11 + (0.1 * seed)), new FakeSeries("B", seed => 10 + (0.05 * (seed % 4))));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Join_SeedsInTwoParts_GivesTheTableOfOne()
    {
        ReproductionResult joined = new JoinedResults(_table).Join([Made("first", 1, 4), Made("second", 5, 2)]);
        ReproductionResult whole = RunJson.Read<ReproductionResult>(Made("whole", 1, 6));

        joined.Cells.Select(Text).ShouldBe(whole.Cells.Select(Text));
        joined.Claims.ShouldBe(whole.Claims);
        joined.Costs.ShouldBe(whole.Costs);
        (joined.Seeds, joined.FirstSeed, joined.Complete).ShouldBe((6, 1UL, true));
        joined.Command.ShouldBe("xmrl reproduce fake/table1 --seeds 4; xmrl reproduce fake/table1 --seeds 2 --seed 5");
        joined.Summary.ShouldStartWith("12 runs in 2 reproductions. Of 2 cells 2 reproduced");
    }

    [Fact]
    public void Join_SameSeedTwice_IsRefused()
        => Refusal(Made("first", 1, 3), Made("second", 3, 2)).ShouldEndWith(
            "second/results.json has seed 3, which another of the results has too.");

    [Fact]
    public void Join_OtherSettings_IsRefused()
        => Refusal(Made("first", 1, 2), Made("second", 3, 2, "speed=2")).ShouldContain(
            "settings [speed=2], " + _folder["first/results.json"] + " with scale of the table");

    [Fact]
    public void Join_OtherTable_IsRefused()
    {
        string path = Made("first", 1, 2);
        string text = File.ReadAllText(path).Replace("fake/table1", "fake/table2", StringComparison.Ordinal);
        File.WriteAllText(_folder["other.json"], text);

        Refusal(path, _folder["other.json"]).ShouldEndWith("other.json is a result of fake/table2; expected fake/table1.");
    }

    [Fact]
    public void Join_OneOrNotComplete_IsRefused()
    {
        string path = Made("first", 1, 2);
        Refusal(path).ShouldBe("There is 1 result to join; expected at least 2.");
        string text = File.ReadAllText(path).Replace("\"complete\": true", "\"complete\": false", StringComparison.Ordinal);
        File.WriteAllText(_folder["part.json"], text);

        Refusal(path, _folder["part.json"]).ShouldContain("is of a reproduction that is not complete");
    }

    private static string Text(CellResult cell)
        => $"{cell.Row}: {string.Join(' ', cell.Seeds)}; {string.Join(' ', cell.Values)}; {cell.Interval}; {cell.Verdict}";

    private string Refusal(params string[] paths)
        => Should.Throw<InvalidDataException>(() => new JoinedResults(_table).Join(paths)).Message;

    private string Made(string name, ulong seed, int seeds, params string[] overrides)
    {
        new ExperimentHost().Run(
            new ReproductionRunner(_table),
            new ExperimentRequest
            {
                Experiment = _table.Id,
                Action = ExperimentAction.Reproduce,
                Seed = seed,
                Seeds = seeds,
                OutputDirectory = _folder[name],
                Threads = 1,
                Overrides = [.. overrides],
                CommandLine = "xmrl reproduce fake/table1",
            },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);
        return _folder[$"{name}/{ReproductionResult.FileName}"];
    }
}
