using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Fixtures;
using Xmrl.Training.MarketData;

namespace Xmrl.Training.Tests.Hostile;

public sealed partial class PriceFileFuzzTests : IDisposable
{
    private const int Cases = 12_000;
    private const string Text =
        "date,tic,open,high,low,close,volume\n2021-01-04,AAPL,1,2,0.5,1.5,100\n2021-01-05,AAPL,1.5,2,1,1.75,0\n"
            + "2021-01-05,B.C,10,11,9,10,5\n";

    private static readonly string[] s_tokens =
    [
        ",", "\n", "\r\n", "\r", "\"", "\"\"", ";", "\t", " ", "\0", "\ufeff", "date", "tic", "2021-02-30", "0001-01-01", "9999-12-31",
        "NaN", "1e999", "-1", "AAPL", "=cmd()", "../x", "\n\n\n", "\u0661",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_HostileFiles_RefusesWithFileAndLine()
    {
        string path = _folder["prices.csv"];
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "price files",
                Corpus =
                [
                    Encoding.UTF8.GetBytes(Text + "2021-01-06,M&M.NS,1,1,1,1,1\n\n\n"), Encoding.UTF8.GetBytes(Text),
                    Encoding.UTF8.GetBytes("Tic,Volume,day,Date,CLOSE,open,\"high\",low\r\nA,7,0,2021-01-04,3,2,4,1\r\n"),
                    Gzip(Encoding.UTF8.GetBytes(Text)),
                ],
                Tokens = s_tokens,
                Read = bytes =>
                {
                    TemporaryFolder.Overwrite(path, bytes);
                    PriceFile file = PriceFile.Read(path);
                    if (file.Faults.Any(static fault => fault.Line < 1) || file.Faults.Count > PriceFile.MostFaults)
                    {
                        throw new InvalidOperationException("A fault without a line, or too many.");
                    }

                    _ = PriceAudit.Of(file);
                    file.RequireSound();
                },
                Fault = error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.StartsWith(path, StringComparison.Ordinal) && Place().IsMatch(error.Message) ? null
                    : "a message without file and line",
                MemoryAlways = 4 << 20,
                MemoryPerByte = 1000,
            },
            Cases,
            seed: 11);

        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 4);
        Directory.EnumerateFileSystemEntries(_folder.FullPath).Count().ShouldBe(1);
    }

    /// <summary>A small file that unpacks to much: one endless line, endless empty lines, one line over and over.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("\n")]
    [InlineData("2021-01-04,A,1,2,0.5,1.5,100\n")]
    public void Read_FileThatUnpacksToMuch_StopsEarly(string part)
    {
        const int Unpacked = 64 << 20;
        const long Bound = 16 << 20;
        byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, (1 << 16) / part.Length)));
        using (FileStream stream = File.Create(_folder["bomb.csv.gz"]))
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write("date,tic,open,high,low,close,volume\n"u8);
            for (int written = 0; written < Unpacked; written += block.Length)
            {
                gzip.Write(block);
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => PriceFile.Read(_folder["bomb.csv.gz"]).RequireSound()).Message.ShouldContain(", line ");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Bound);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    [GeneratedRegex(@"(, line \d+| after line \d+| is empty)", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
