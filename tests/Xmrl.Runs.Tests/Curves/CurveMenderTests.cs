using System.Collections.Immutable;
using System.Text;
using Xmrl.Fixtures;
using Xmrl.Runs.Curves;

namespace Xmrl.Runs.Tests.Curves;

public sealed class CurveMenderTests : IDisposable
{
    private const int Rows = 6;
    private static readonly ImmutableArray<string> s_columns = ["loss", "score"];

    private readonly TemporaryFolder _folder = new();

    public CurveMenderTests()
    {
        using var metrics = MetricsWriter.Open(Metrics);
        using var progress = ProgressCsvWriter.Open(Progress, s_columns);
        for (int i = 0; i < Rows; i++)
        {
            metrics.Write(i, [KeyValuePair.Create("loss", i / 3.0), KeyValuePair.Create("score", -i * 0.1)]);
            progress.Write(i, i / 3.0, -i * 0.1);
        }
    }

    private string Metrics => _folder["metrics.jsonl"];

    private string Progress => _folder["progress.csv"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(Rows)]
    public void Mend_NothingDamaged_TouchesNothing(int next)
    {
        CurveMender.MendMetrics(Metrics, next).ShouldBeNull();
        CurveMender.MendProgress(Progress, s_columns, [], next).ShouldBeNull();
        CurveMender.MendMetrics(_folder["missing"], next).ShouldBeNull();

        Directory.GetFiles(_folder.FullPath).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void MendMetrics_ALineDamaged_KeepsTheOthersAndTheDamagedFile(int damaged)
    {
        string[] lines = File.ReadAllLines(Metrics);
        string[] wrong = [.. lines[..damaged], "{\"iteration\": 1, rubbish", .. lines[(damaged + 1)..]];
        File.WriteAllLines(Metrics, wrong);

        string mended = CurveMender.MendMetrics(Metrics, 5)!;

        mended.ShouldContain($"line {damaged + 1}");
        mended.ShouldContain(
            "metrics.jsonl has 4 of the 5 iterations before the checkpoint; the damaged file is kept as metrics.jsonl.damaged-1.");
        File.ReadAllLines(Metrics).ShouldBe(lines.Take(5).Where((_, i) => i != damaged));
        File.ReadAllLines(_folder["metrics.jsonl.damaged-1"]).ShouldBe(wrong);
        MetricsWriter.Open(Metrics, 5).Dispose();
    }

    [Fact]
    public void MendMetrics_RowsOutOfOrder_KeepsThoseInOrder()
    {
        string[] lines = File.ReadAllLines(Metrics);
        File.WriteAllLines(Metrics, [lines[0], lines[5], lines[1], lines[2], lines[1]]);

        CurveMender.MendMetrics(Metrics, 4).ShouldNotBeNull();

        MetricsReader.Read(Metrics).Select(row => row.Iteration).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void MendMetrics_NothingWhole_BeginsAgainAtTheCheckpoint()
    {
        File.WriteAllBytes(Metrics, [.. new byte[LineFile.LineLimit + 10], (byte)'\n']);

        CurveMender.MendMetrics(Metrics, 4)!.ShouldContain("none of its rows is whole, and metrics.jsonl begins again at iteration 4");

        new FileInfo(Metrics).Length.ShouldBe(0);
    }

    [Fact]
    public void MendMetrics_DamageBehindTheCheckpoint_IsDroppedAsEver()
    {
        File.WriteAllText(Metrics, File.ReadAllText(Metrics) + "rubbish\n");

        CurveMender.MendMetrics(Metrics, Rows - 1).ShouldBeNull();

        MetricsWriter.Open(Metrics, Rows - 1).Dispose();
        File.ReadAllLines(Metrics).Length.ShouldBe(Rows - 1);
    }

    [Theory]
    [InlineData(0, "iteration,loss,other")]
    [InlineData(0, "\0")]
    [InlineData(1, "0,1")]
    [InlineData(3, "2,x,0.5")]
    [InlineData(3, "7,0.1,0.5")]
    public void MendProgress_MetricsAreThere_RestoresEveryByte(int line, string wrong)
    {
        byte[] whole = File.ReadAllBytes(Progress);
        string[] lines = File.ReadAllLines(Progress);
        lines[line] = wrong;
        File.WriteAllLines(Progress, lines);

        string mended = CurveMender.MendProgress(Progress, s_columns, MetricsReader.Read(Metrics), Rows)!;

        mended.ShouldContain($"progress.csv has {Rows} of the {Rows} iterations");
        File.ReadAllBytes(Progress).ShouldBe(whole);
    }

    [Fact]
    public void MendProgress_OtherHeaderAndNoMetrics_TakesNoNumberUnderAnotherName()
    {
        File.WriteAllText(Progress, File.ReadAllText(Progress).Replace("loss", "gain", StringComparison.Ordinal));

        CurveMender.MendProgress(Progress, s_columns, [], Rows)!.ShouldContain("none of its rows is whole");

        File.ReadAllText(Progress).ShouldBe("iteration,loss,score\n");
    }

    /// <summary>Any byte changed anywhere: what is there afterwards can be opened, and holds rows of the run alone.</summary>
    [Fact]
    public void Mend_EveryByteChanged_CanBeContinued()
    {
        byte[] metrics = File.ReadAllBytes(Metrics);
        byte[] progress = File.ReadAllBytes(Progress);
        for (int at = 0; at < Math.Max(metrics.Length, progress.Length); at++)
        {
            Change(Metrics, metrics, at);
            Change(Progress, progress, at);

            CurveMender.MendMetrics(Metrics, Rows);
            CurveMender.MendProgress(Progress, s_columns, MetricsReader.Read(Metrics), Rows);

            using (var writer = MetricsWriter.Open(Metrics, Rows))
            using (var table = ProgressCsvWriter.Open(Progress, s_columns, Rows))
            {
                writer.Write(Rows, []);
                table.Write(Rows, 0, 0);
            }

            long[] found = [.. MetricsReader.Read(Metrics).Select(row => row.Iteration)];
            found.ShouldBe(found.Distinct().Order());
            found[^1].ShouldBe(Rows);
            found.Length.ShouldBeGreaterThanOrEqualTo(Rows - 1, $"byte {at} of {Encoding.UTF8.GetString(metrics)}");
            foreach (string kept in Directory.GetFiles(_folder.FullPath, "*.damaged-*"))
            {
                File.Delete(kept);
            }
        }
    }

    private static void Change(string path, byte[] whole, int at)
    {
        byte[] bytes = [.. whole];
        bytes[at % bytes.Length] ^= 0x81;
        TemporaryFolder.Overwrite(path, bytes);
    }
}
