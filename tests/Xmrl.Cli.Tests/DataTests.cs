using System.Text.Json;

namespace Xmrl.Cli.Tests;

public sealed class DataTests : IDisposable
{
    private const string Header = "date,tic,open,high,low,close,volume\n";

    private readonly CliFixture _cli = new();

    public DataTests() => Directory.CreateDirectory(Path.GetDirectoryName(_cli["prices.csv"])!);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Check_SoundFile_SaysWhatItHolds()
    {
        Write("2021-01-04,A,10,11,9,10,1\n2021-01-05,A,10,11,9,10.5,1\n2021-01-05,B,1,1,1,1,1\n");

        _cli.Run("data", "check", _cli["prices.csv"]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("3 lines, 2 tickers, 2 days from 2021-01-04 to 2021-01-05");
        _cli.Output.ShouldContain("B has 1 days, from 2021-01-05 to 2021-01-05");
        _cli.Output.ShouldContain("0 missing days");
        _cli.Output.ShouldContain("The file can be used.");
    }

    [Fact]
    public void Check_BadRows_ListsThemAndFails()
    {
        Write("2021-01-04,A,10,11,9,oops,1\n2021-01-05,A,10,11,9,-1,1\n2021-01-06,A,1,1,1,1,1\n");

        _cli.Run("data", "check", _cli["prices.csv"]).ShouldBe(ExitCode.Failed);

        _cli.Output.ShouldContain("line 2, column close: 'oops' is not a number");
        _cli.Output.ShouldContain("line 3, column close: -1 is not a positive price");
        _cli.Output.ShouldContain("The file cannot be used: ");
    }

    [Fact]
    public void Check_Json_IsOneDocument()
    {
        Write("2021-01-04,A,10,11,9,10,1\n2021-01-05,A,5,6,4,5,1\n2021-01-05,A,5,6,4,5,1\n");

        _cli.Run("data", "check", _cli["prices.csv"], "--json").ShouldBe(ExitCode.Failed);

        JsonElement found = _cli.Json;
        found.GetProperty("usable").GetBoolean().ShouldBeFalse();
        found.GetProperty("faults")[0].GetProperty("line").GetInt32().ShouldBe(4);
        found.GetProperty("suspectedSplits")[0].GetProperty("ratio").GetDouble().ShouldBe(0.5);
    }

    [Fact]
    public void Check_NoFile_Fails()
    {
        _cli.Run("data", "check", _cli["none.csv"]).ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("none.csv");
    }

    [Fact]
    public void Describe_GeneratedMarket_CountsDaysPerThreshold()
    {
        _cli.Run("data", "describe").ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("10 tickers, 261 trading days from 2021-01-01 to 2021-12-31");
        _cli.Output.ShouldContain("GEN10");
        _cli.Output.ShouldContain("only on these do tasks differ");
    }

    [Fact]
    public void Describe_WrongPeriod_SaysOneSentence()
    {
        _cli.Run("data", "describe", "--from", "soon").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("--from is soon; expected a date as 2021-01-04.");
        _cli.Run("data", "describe", "--from", "2020-02-01").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("at least 254");
    }

    [Fact]
    public void Features_OutFile_IsWritten()
    {
        _cli.Run("data", "features", "--out", _cli["features.csv"]).ShouldBe(ExitCode.Ok, _cli.Error);
        File.ReadLines(_cli["features.csv"]).Count().ShouldBe(1 + (261 * 10));
        _cli.Output.ShouldBeEmpty();
    }

    private void Write(string rows) => File.WriteAllText(_cli["prices.csv"], Header + rows);
}
