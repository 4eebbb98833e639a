using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xmrl.Fixtures;
using Xmrl.Training.MarketData;

namespace Xmrl.Training.Tests.MarketData;

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
    [InlineData("2021-01-05,AAPL,1,1e16,0.5,1.5,100", "line 3, column high: 1e16 is not a price from 1e-12 to 1e15")]
    [InlineData("2021-01-05,AAPL,1,2,1e-13,1.5,100", "line 3, column low: 1e-13 is not a price from 1e-12 to 1e15")]
    [InlineData("2021-01-05,AAPL,1,2,0.5,1.5,-1", "line 3, column volume: -1 is not at least 0")]
    [InlineData("05.01.2021,AAPL,1,2,0.5,1.5,100", "line 3, column date: '05.01.2021' is not a date as 2021-01-04")]
    [InlineData("2021-02-30,AAPL,1,2,0.5,1.5,100", "line 3, column date: '2021-02-30' is not a date as 2021-01-04")]
    [InlineData(
        "2021-01-05,\"1,5\",1,2,0.5,1.5,100",
        "line 3, column tic: '1,5' is not a ticker: 1 to 32 letters, digits or signs of .-^=_&/:+$!#*@")]
    [InlineData(
        "2021-01-05,A B,1,2,0.5,1.5,100",
        "line 3, column tic: 'A B' is not a ticker: 1 to 32 letters, digits or signs of .-^=_&/:+$!#*@")]
    [InlineData(
        "2021-01-05,AAPL,1,2,0.5,\"1,5\",100",
        "line 3, column close: '1,5' is not a number; expected a decimal point and no thousands separators")]
    [InlineData(
        "2021-01-05,AAPL,1,2,0,5,1.5,100",
        "line 3: 8 fields; expected 7, as in line 1: is a number written with a decimal comma or with thousands separators?")]
    [InlineData(
        "2021-01-05,AAPL,1,2,0.5,1.5,1,234",
        "line 3: 8 fields; expected 7, as in line 1: is a number written with a decimal comma or with thousands separators?")]
    [InlineData("2021-01-04,AAPL,1,2,0.5,1.5,100", "line 3, column date: AAPL has 2021-01-04 twice")]
    [InlineData("2021-01-05,AAPL,1,2", "line 3: 4 fields; expected 7, as in line 1")]
    [InlineData("", "line 3: an empty line; expected 7 fields")]
    [InlineData(",,,,,,", "line 3: an empty line; expected 7 fields")]
    public void Read_BadRow_NamesLineAndColumn(string row, string expected)
    {
        PriceFile file = Read(PriceText.Header + Good + row + "\n2021-01-06,AAPL,1,2,0.5,1.5,100\n");
        file.Faults.ShouldHaveSingleItem().ToString().ShouldBe(expected);
        file.Rows.Count.ShouldBe(2, "the sound rows remain");
        Should.Throw<InvalidDataException>(file.RequireSound).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("M&M.NS")]
    [InlineData("BRK/B")]
    [InlineData("NASDAQ:AAPL")]
    [InlineData("^GSPC")]
    [InlineData("EURUSD=X")]
    [InlineData("BAC$K")]
    [InlineData("ES1!")]
    public void Read_TickersAsTheyAreTraded_AreAccepted(string ticker)
    {
        PriceFile file = Read(
            PriceText.Header
                + $"2021-01-04,{ticker},1,2,0.5,1.5,100\n2021-01-05, {ticker} ,1,2,0.5,1.5,100\n2021-01-05,{ticker},1,2,0.5,1.5,100\n");
        file.Rows.Select(row => row.Ticker).ShouldBe([ticker, ticker]);
        file.Faults.ShouldHaveSingleItem().ToString().ShouldBe($"line 4, column date: {ticker} has 2021-01-05 twice");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\r\n\n")]
    [InlineData(",,,,,,\n , \n")]
    public void Read_EmptyLinesAtTheEnd_AreLeftOut(string end)
    {
        PriceFile file = Read(PriceText.Header + Good + end);
        file.Faults.ShouldBeEmpty();
        file.Rows.Count.ShouldBe(1);
    }

    [Fact]
    public void Read_LastLineWithoutItsEnd_IsCheckedLikeOthers()
    {
        Read(PriceText.Header + Good + Good.Replace("01-04", "01-05", StringComparison.Ordinal).TrimEnd()).Rows.Count.ShouldBe(2);
        for (int length = 1; length < Good.Length - "100\n".Length; length++)
        {
            Read(
                PriceText.Header
                    + Good
                    + Good.Replace("01-04", "01-05", StringComparison.Ordinal)[..length]).Faults.ShouldHaveSingleItem().Line.ShouldBe(3);
        }
    }

    [Fact]
    public void Read_ShiftedRowOfAWiderFile_IsRefused()
    {
        // With a column that is not read the row has enough fields, and its low would be taken for the close.
        PriceFile file = Read("date,tic,open,high,low,close,volume,note\n2021-01-04,AAPL,1,5,2,0.5,1.5,100,x\n");
        file.Faults.ShouldHaveSingleItem().ToString().ShouldStartWith("line 2: 9 fields; expected 8");
        file.Rows.ShouldBeEmpty();
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
    [InlineData("date,tic,open,high,low,close,Close,volume\n", "line 1: the column close stands 2 times, at positions 6 and 7")]
    [InlineData("tic,date,tic,open,high, TIC ,low,close,volume\n", "line 1: the column tic stands 3 times, at positions 1 and 3 and 6")]
    [InlineData("a\n", "no column date, tic, open, high, low, close, volume; found a")]
    public void Read_BadHeader_SaysWhatIsMissing(string text, string expected)
        => Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldContain(expected);

    [Fact]
    public void Read_FieldThatNeverEnds_Throws() =>
        Should.Throw<InvalidDataException>(
            () => Read(PriceText.Header + "2021-01-04,\"" + new string('A', 1_000_000))).Message.ShouldContain("line 2");

    [Fact]
    public void Read_NotText_Throws()
        => Should.Throw<InvalidDataException>(() => ReadBytes([0x64, 0xff, 0xfe, 0x2c, 0x0a])).Message.ShouldContain("prices.csv");

    [Fact]
    public void Read_Gzip_ReadsTheSameRows()
    {
        string text = PriceText.Header + Good;
        ReadBytes(Gzip(text)).Rows.ShouldBe(Read(text).Rows);
    }

    [Fact]
    public void Read_NoteTwice_IsNoMatter()
        => Read("note,date,tic,open,high,low,close,volume,note\nx,2021-01-04,A,1,2,0.5,1.5,100,y\n").Rows.Count.ShouldBe(1);

    [Fact]
    public void Read_GzipCutAtAnyByte_IsRefused()
    {
        byte[] bytes = Gzip(
            PriceText.Header + string.Concat(Enumerable.Range(0, 40).Select(i => $"2021-01-04,T{i},{i + 1},2,0.5,1.5,100\n")));
        for (int length = 2; length < bytes.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => ReadBytes(bytes[..length])).Message.ShouldContain(
                $"the gzip stream ends early at byte {length}: the file is cut.");
        }
    }

    [Fact]
    public void Read_TooManyTickersOrDays_IsRefused()
    {
        string tickers = string.Concat(Enumerable.Range(0, PriceFile.MostTickers + 1).Select(i => $"2021-01-04,T{i},1,1,1,1,1\n"));
        Should.Throw<InvalidDataException>(() => Read(PriceText.Header + tickers)).Message.ShouldEndWith(
            "line 1002: expected at most 1000 tickers.");
        string days = string.Concat(
            Enumerable.Range(0, PriceFile.MostDays + 1).Select(i => $"{new DateOnly(1800, 1, 1).AddDays(i):yyyy-MM-dd},T,1,1,1,1,1\n"));
        Should.Throw<InvalidDataException>(() => Read(PriceText.Header + days)).Message.ShouldEndWith(
            "line 50002: expected at most 50000 different days.");
    }

    /// <summary>A small file that unpacks to many sound lines takes memory in proportion to them: 56 bytes of values each, twice while the
    /// list grows, and an order.</summary>
    [Fact]
    public void Read_ManyRows_TakesMemoryInProportion()
    {
        const int Tickers = 100;
        const int Days = 2000;
        const int MostBytesPerRow = 250;
        var text = new StringBuilder(PriceText.Header);
        for (int t = 0; t < Days; t++)
        {
            for (int i = 0; i < Tickers; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2010, 1, 1).AddDays(t):yyyy-MM-dd},T{i},1,1,1,1,1\n");
            }
        }

        File.WriteAllBytes(_folder["prices.csv"], Gzip(text.ToString()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        PriceFile.Read(_folder["prices.csv"]).Rows.Count.ShouldBe(Tickers * Days);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Tickers * Days * MostBytesPerRow);
    }

    [Fact]
    public void Read_DamagedGzip_Throws()
    {
        byte[] bytes = Gzip(
            PriceText.Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"2021-01-04,T{i},{i + 1},2,0.5,1.5,100\n")));
        for (int i = 20; i < 40; i++)
        {
            bytes[i] ^= 0x5a;
        }

        Should.Throw<InvalidDataException>(() => ReadBytes(bytes)).Message.ShouldContain("prices.csv");
    }

    [Fact]
    public void Read_Folder_SaysSo()
        => Should.Throw<IOException>(() => PriceFile.Read(_folder.FullPath)).Message.ShouldBe(
            $"{_folder.FullPath} is a folder; expected a CSV file.");

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
