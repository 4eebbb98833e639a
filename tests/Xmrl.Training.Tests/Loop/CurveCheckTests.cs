using Xmrl.Fixtures;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Loop;

public sealed class CurveCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2")]
    [InlineData("2,")]
    [InlineData("2,0.25,7")]
    public void Differences_TornLineBehindTheCheckpoint_IsNoDifference(string torn)
        => Differences($"iteration,return\n0,0.5\n1,0.75\n2,1\n{torn}\n").ShouldBeEmpty();

    [Fact]
    public void Differences_OtherNumberBeforeTheCheckpoint_IsNamed()
        => Differences("iteration,return\n0,0.5\n1,0.25\n2,1\n").ShouldHaveSingleItem().ShouldContain("iteration 1: return is 0.25");

    [Fact]
    public void Differences_MissingRow_IsNamed()
        => Differences("iteration,return\n0,0.5\n").ShouldHaveSingleItem().ShouldContain("lacks iteration 1");

    private string[] Differences(string table)
    {
        string path = _folder["progress.csv"];
        File.WriteAllText(path, table);
        MetricsRow[] rows = [Row(0, 0.5), Row(1, 0.75)];
        var checkpoint = new SafetensorsFile();
        checkpoint.Metadata[TrainingCheckpoint.CurvesName] = "hash";
        return [.. CurveCheck.Differences(checkpoint, "hash", rows, _folder["metrics.jsonl"], path, choosesBest: false)];
    }

    private static MetricsRow Row(long iteration, double value)
        => new(iteration, new Dictionary<string, double>(StringComparer.Ordinal) { ["return"] = value });
}
