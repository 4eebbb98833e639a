using Xmrl.Fixtures;
using Xmrl.Runs.Curves;

namespace Xmrl.Runs.Tests.Curves;

public sealed class MetricsTests : IDisposable
{
    private static readonly double[] Awkward =
    [
        0.1, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 1e300, 1.0 / 3,
    ];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Metrics_AwkwardNumbers_ComeBackBitForBit()
    {
        string path = _folder["metrics.jsonl"];
        using (MetricsWriter writer = MetricsWriter.Open(path))
        {
            writer.Write(0, Awkward.Select((value, i) => KeyValuePair.Create($"task/{i}", value)));
        }

        MetricsRow row = MetricsReader.Read(path).Single();
        row.Values.Values.Select(BitConverter.DoubleToInt64Bits).ShouldBe(Awkward.Select(BitConverter.DoubleToInt64Bits));
        File.ReadAllText(path).ShouldStartWith("""{"iteration":0,"task/0":0.1,"task/1":-0,"task/2":"NaN","task/3":"Infinity",""");
    }

    [Fact]
    public void Metrics_Hashes_ComeBackInOrder()
    {
        KeyValuePair<string, string>[] hashes =
        [
            KeyValuePair.Create("parameters", new string('a', 64)), KeyValuePair.Create("policy.bias", "0123456789abcdef"),
        ];
        using (MetricsWriter writer = MetricsWriter.Open(_folder["metrics.jsonl"]))
        {
            writer.Write(0, [KeyValuePair.Create("a", 1.0)], hashes);
            writer.Write(1, [KeyValuePair.Create("a", 1.0)]);
            Should.Throw<ArgumentException>(() => writer.Write(2, [KeyValuePair.Create("hash/a", 1.0)]));
        }

        MetricsRow[] rows = [.. MetricsReader.Read(_folder["metrics.jsonl"])];
        rows[0].Hashes.ShouldBe(hashes);
        rows[0].Values.Keys.ShouldBe(["a"]);
        rows[1].Hashes.ShouldBeEmpty();
    }

    [Fact]
    public void Progress_AwkwardNumbers_ComeBackBitForBit()
    {
        string path = _folder["progress.csv"];
        using (ProgressCsvWriter writer = ProgressCsvWriter.Open(path, [.. Awkward.Select((_, i) => $"c{i}")]))
        {
            writer.Write(3, Awkward);
        }

        MetricsRow row = ProgressCsvReader.Read(path).Single();
        row.Iteration.ShouldBe(3);
        row.Values.Values.Select(BitConverter.DoubleToInt64Bits).ShouldBe(Awkward.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Open_ResumedAtAnEarlierIteration_GivesTheBytesOfAnUninterruptedRun()
    {
        WriteBoth("whole", 0, 10);
        WriteBoth("parts", 0, 7);
        File.AppendAllText(_folder["parts.jsonl"], "{\"iteration\":7,\"a\":");
        File.AppendAllText(_folder["parts.csv"], "7,");
        WriteBoth("parts", 5, 10);

        File.ReadAllBytes(_folder["parts.jsonl"]).ShouldBe(File.ReadAllBytes(_folder["whole.jsonl"]));
        File.ReadAllBytes(_folder["parts.csv"]).ShouldBe(File.ReadAllBytes(_folder["whole.csv"]));
    }

    [Fact]
    public void Read_UnfinishedLastLine_IsLeftOut()
    {
        File.WriteAllText(_folder["m.jsonl"], "{\"iteration\":0,\"a\":1}\n{\"iteration\":1,\"a");

        MetricsReader.Read(_folder["m.jsonl"]).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"iteration\":0.5}")]
    [InlineData("{\"iteration\":0,\"a\":\"1\"}")]
    [InlineData("{\"iteration\":0,\"a\":1,\"a\":2}")]
    [InlineData("{\"iteration\":0,\"iteration\":1}")]
    [InlineData("{\"iteration\":\"NaN\",\"iteration\":1}")]
    [InlineData("{\"iteration\":0,\"a\":{}}")]
    [InlineData("{\"iteration\":0,\"hash/parameters\":1}")]
    [InlineData("{\"iteration\":0,\"hash/parameters\":\"0123456789abcde\"}")]
    [InlineData("{\"iteration\":0,\"hash/parameters\":\"0123456789abcdeG\"}")]
    [InlineData("{\"iteration\":0,\"hash/a\":\"0123456789abcdef\",\"hash/a\":\"0123456789abcdef\"}")]
    [InlineData("{\"iteration\":0,\"\\ud800\":1}")]
    [InlineData("[]")]
    [InlineData("")]
    public void ReadMetrics_InvalidLine_NamesIt(string line)
    {
        File.WriteAllText(_folder["m.jsonl"], "{\"iteration\":0,\"a\":1}\n" + line + "\n");

        Should.Throw<InvalidDataException>(() => MetricsReader.Read(_folder["m.jsonl"]).ToList()).Message.ShouldContain("m.jsonl, line 2");
    }

    [Theory]
    [InlineData("iteration,a\nx,1\n", "line 2")]
    [InlineData("iteration,a\n1\n", "line 2")]
    [InlineData("iteration,a\n1,y\n", "line 2")]
    [InlineData("a,b\n", "line 1")]
    [InlineData("iteration,a,a\n", "line 1")]
    public void ReadProgress_Invalid_NamesTheLine(string text, string where)
    {
        File.WriteAllText(_folder["p.csv"], text);

        Should.Throw<InvalidDataException>(() => ProgressCsvReader.Read(_folder["p.csv"]).ToList()).Message.ShouldContain(where);
    }

    [Fact]
    public void OpenProgress_OtherHeader_IsRefused()
    {
        File.WriteAllText(_folder["p.csv"], "iteration,a\n");

        Should.Throw<InvalidDataException>(
            () => ProgressCsvWriter.Open(_folder["p.csv"], ["b"])).Message.ShouldContain("expected iteration,b");
    }

    private void WriteBoth(string name, int from, int to)
    {
        using MetricsWriter metrics = MetricsWriter.Open(_folder[name + ".jsonl"], from);
        using ProgressCsvWriter progress = ProgressCsvWriter.Open(_folder[name + ".csv"], ["a", "b"], from);
        for (int i = from; i < to; i++)
        {
            metrics.Write(i, [KeyValuePair.Create("a", i / 3.0), KeyValuePair.Create("b", -i / 7.0)]);
            progress.Write(i, i / 3.0, -i / 7.0);
        }
    }
}
