using System.IO.Compression;
using System.Text;
using Xmrl.Experiments.MarketData;
using Xmrl.Fixtures;

namespace Xmrl.Experiments.Tests.MarketData;

public sealed class PriceFileTests : IDisposable
{
    private const string Good = "2021-01-04,AAPL,1,2,0.5,1.5,100\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_SoundFile_GivesRowsWithTheirLines()
    {
        PriceFile file = Read(PriceText.Header + Good + "2021-01-05,AAPL,1.5,2,1,1.75,0\n");
        file.Faults.ShouldBeEmpty();
        file.Rows.ShouldBe(
        [
            new PriceRow(2, new DateOnly(2021, 1, 4), "AAPL", 1, 2, 0.5, 1.5, 100),
            new PriceRow(3, new DateOnly(2021, 1, 5), "AAPL", 1.5, 2, 1, 1.75, 0),
        ]);
        file.Sha256.Length.ShouldBe(64);
    }

    [Fact]
    public void Read_OtherOrderCaseAndColumns_FindsWhatItNeeds()
    {
        PriceFile file = Read("Tic,Volume,day,Date,CLOSE,adj_close,open,\"high\",low\nA,7,0,2021-01-04,3,2.9,2,4,1\n");
        file.Rows.ShouldHaveSingleItem().ShouldBe(new PriceRow(2, new DateOnly(2021, 1, 4), "A", 2, 4, 1, 3, 7));
    }

    [Theory]
    [InlineData("2021-01-05,AAPL,1,x,0.5,1.5,100", "line 3, column high: 'x' is not a number")]
    [InlineData("2021-01-05,AAPL,1,2,0.5,,100", "line 3, column close: '' is not a number")]
    [InlineData("2021-01-05,AAPL,1,2,0.5,1e999,100", "line 3, column close: '1e999' is not a number")]
    [InlineData("2021-01-05,AAPL,1,2,0.5,NaN,100", "line 3, column close: 'NaN' is not a number")]
    [InlineData("2021-01-05,AAPL,1,2,-0.5,1.5,100", "line 3, column low: -0.5 is not a positive price")]
    [InlineData("2021-01-05,AAPL,0,2,0.5,1.5,100", "line 3, column open: 0 is not a positive price")]
    [InlineData("2021-01-05,AAPL,1,2,0.5,1.5,-1", "line 3, column volume: -1 is not at least 0")]
    [InlineData("05.01.2021,AAPL,1,2,0.5,1.5,100", "line 3, column date: '05.01.2021' is not a date as 2021-01-04")]
    [InlineData("2021-02-30,AAPL,1,2,0.5,1.5,100", "line 3, column date: '2021-02-30' is not a date as 2021-01-04")]
    [InlineData("2021-01-05,A B,1,2,0.5,1.5,100", "line 3, column tic: 'A B' is not a ticker: 1 to 16 letters, digits, '.', '-', '^', '=' or '_'")]
    [InlineData("2021-01-04,AAPL,1,2,0.5,1.5,100", "line 3, column date: AAPL has 2021-01-04 twice")]
    [InlineData("2021-01-05,AAPL,1,2", "line 3: 4 fields; expected 7")]
    [InlineData("", "line 3: 0 fields; expected 7")]
    public void Read_BadRow_NamesLineAndColumn(string row, string expected)
    {
        PriceFile file = Read(PriceText.Header + Good + row + "\n2021-01-06,AAPL,1,2,0.5,1.5,100\n");
        file.Faults.ShouldHaveSingleItem().ToString().ShouldBe(expected);
        file.Rows.Count.ShouldBe(2, "the sound rows remain");
        Should.Throw<InvalidDataException>(file.RequireSound).Message.ShouldContain(expected);
    }

    [Fact]
    public void Read_ManyBadRows_StopsAtTheLimit()
    {
        PriceFile file = Read(PriceText.Header + string.Concat(Enumerable.Repeat("x\n", 10 * PriceFile.MostFaults)));
        file.Faults.Count.ShouldBe(PriceFile.MostFaults);
        Should.Throw<InvalidDataException>(file.RequireSound).Message.ShouldContain("99 more");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("date,open,high,low,close,volume\n", "no column tic")]
    [InlineData("a\n", "no column date, tic, open, high, low, close, volume; found a")]
    public void Read_BadHeader_SaysWhatIsMissing(string text, string expected) => Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldContain(expected);

    [Fact]
    public void Read_FieldThatNeverEnds_Throws() =>
        Should.Throw<InvalidDataException>(() => Read(PriceText.Header + "2021-01-04,\"" + new string('A', 1_000_000))).Message.ShouldContain("line 2");

    [Fact]
    public void Read_NotText_Throws() => Should.Throw<InvalidDataException>(() => ReadBytes([0x64, 0xff, 0xfe, 0x2c, 0x0a])).Message.ShouldContain("prices.csv");

    [Fact]
    public void Read_Gzip_ReadsTheSameRows()
    {
        string text = PriceText.Header + Good;
        ReadBytes(Gzip(text)).Rows.ShouldBe(Read(text).Rows);
    }

    [Fact]
    public void Read_DamagedGzip_Throws()
    {
        byte[] bytes = Gzip(PriceText.Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"2021-01-04,T{i},{i + 1},2,0.5,1.5,100\n")));
        for (int i = 20; i < 40; i++)
        {
            bytes[i] ^= 0x5a;
        }

        Should.Throw<InvalidDataException>(() => ReadBytes(bytes)).Message.ShouldContain("prices.csv");
    }

    [Fact]
    public void Read_NoFile_Throws() => Should.Throw<IOException>(() => PriceFile.Read(_folder["none.csv"]));

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private PriceFile Read(string text) => ReadBytes(Encoding.UTF8.GetBytes(text));

    private PriceFile ReadBytes(byte[] bytes)
    {
        File.WriteAllBytes(_folder["prices.csv"], bytes);
        return PriceFile.Read(_folder["prices.csv"]);
    }
}
