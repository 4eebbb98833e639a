using System.Globalization;
using Xmrl.Fixtures;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Tests.Runs;

public sealed class MetricsTailTests : IDisposable
{
    private const int Most = 8;

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["metrics.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Update_MissingFile_HasNoRows()
    {
        var tail = new MetricsTail(File, Most);
        tail.Update();
        tail.Rows.ShouldBeEmpty();
    }

    [Fact]
    public void Update_HalfALine_IsReadWhenItsEndIsThere()
    {
        var tail = new MetricsTail(File, Most);
        System.IO.File.WriteAllText(File, Line(0) + "{\"iteration\":1,\"return_a");
        tail.Update();
        tail.Rows.ShouldHaveSingleItem().Iteration.ShouldBe(0);

        System.IO.File.AppendAllText(File, "fter\":7}\n");
        tail.Update();
        tail.Rows.Count.ShouldBe(2);
        tail.Rows[1].Values["return_after"].ShouldBe(7);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(1_000)]
    [InlineData(20_011)]
    public void Update_ManyLines_KeepsFewRowsWithAllTimesAndTheLastValues(int lines)
    {
        var tail = new MetricsTail(File, Most);
        for (int from = 0; from < lines; from += 5_000)
        {
            System.IO.File.AppendAllText(File, string.Concat(Enumerable.Range(from, Math.Min(5_000, lines - from)).Select(Line)));
            tail.Update();
        }

        tail.Rows.Count.ShouldBeInRange(Math.Min(lines, Most), 2 * Most);
        tail.Rows.Sum(row => row.Values["seconds"]).ShouldBe(0.5 * lines, 1e-6);
        tail.Rows[^1].Iteration.ShouldBe(lines - 1);
        tail.Rows[^1].Values["return_after"].ShouldBe(lines - 1);
        tail.Rows.Select(row => row.Iteration).ShouldBeInOrder();
    }

    /// <summary>20 MB; XMRL_FUZZ=n makes them n times as many.</summary>
    [Fact]
    public void Update_LargeFile_KeepsLittleOfIt()
    {
        int times = int.TryParse(Environment.GetEnvironmentVariable("XMRL_FUZZ"), CultureInfo.InvariantCulture, out int n) ? n : 1;
        int lines = 21_000 * times;
        string hashes = string.Concat(Enumerable.Range(0, 11).Select(i => $"\"hash/tensor{i:00}\":\"{new string('a', 64)}\","));
        using (StreamWriter writer = System.IO.File.CreateText(File))
        {
            for (int i = 0; i < lines; i++)
            {
                writer.Write($"{{{hashes}{Line(i)[1..]}");
            }
        }

        new FileInfo(File).Length.ShouldBeGreaterThan(20_000_000L * times);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var tail = new MetricsTail(File, 2_000);
        tail.Update();
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        tail.Rows.Count.ShouldBeInRange(2_000, 4_000);
        tail.Rows[^1].Iteration.ShouldBe(lines - 1);
        tail.Rows.Sum(row => row.Values["seconds"]).ShouldBe(0.5 * lines, 1e-6);
        kept.ShouldBeLessThan(20_000_000, "whatever the file's size");
    }

    [Fact]
    public void Update_ReadInParts_IsWhatOneReadingGives()
    {
        var parts = new MetricsTail(File, Most);
        for (int i = 0; i < 101; i++)
        {
            System.IO.File.AppendAllText(File, Line(i));
            parts.Update();
        }

        var whole = new MetricsTail(File, Most);
        whole.Update();
        whole.Rows.Select(row => (row.Iteration, row.Values["seconds"]))
            .ShouldBe(parts.Rows.Select(row => (row.Iteration, row.Values["seconds"])));
    }

    [Fact]
    public void Update_FileCutAndWrittenFurtherThanBefore_BeginsAnew()
    {
        var tail = new MetricsTail(File, 100);
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Range(0, 10).Select(Line)));
        tail.Update();

        // A resumed run drops what its newest checkpoint does not know, and goes on.
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Range(0, 5).Select(Line)) + string.Concat(
            Enumerable.Range(5, 20).Select(i => Line(i).Replace("0.5", "0.75", StringComparison.Ordinal))));
        tail.Update();
        tail.Rows.Count.ShouldBe(25);
        tail.Rows[6].Values["seconds"].ShouldBe(0.75);
    }

    [Fact]
    public void Update_LineThatIsNoJson_IsNamed()
    {
        System.IO.File.WriteAllText(File, Line(0) + "nonsense\n");
        var tail = new MetricsTail(File, Most);
        Should.Throw<InvalidDataException>(tail.Update).Message.ShouldContain("line 2");
    }

    private static string Line(int i) => $"{{\"iteration\":{i},\"return_after\":{i},\"seconds\":0.5}}\n";
}
