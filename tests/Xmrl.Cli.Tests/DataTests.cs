using System.Globalization;
using System.Text;
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
        Write(Year("2021-12-31"));

        _cli.Run("data", "check", _cli["prices.csv"]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("1066 lines, 2 tickers, 545 days from 2019-12-02 to 2021-12-31");
        _cli.Output.ShouldContain("B has 521 days, from 2020-01-03 to 2021-12-31");
        _cli.Output.ShouldContain("In the 1042 lines from 2020-01-03 to 2021-12-31, which the period uses:");
        _cli.Output.ShouldContain("0 missing days");
        _cli.Output.ShouldNotContain("Warning");
        _cli.Output.ShouldContain("The file can be used.");
    }

    [Fact]
    public void Check_OtherPeriod_IsJudgedByIt()
    {
        Write(Year("2021-12-31"));

        // 260 weekdays of A and B lie before 2021-01-01; before 2020-06-01 there are 106.
        _cli.Run("data", "check", _cli["prices.csv"], "--from", "2020-06-01", "--to", "2020-12-31").ShouldBe(ExitCode.Failed);
        _cli.Output.ShouldContain("The prices have 106 days before 2020-06-01");
        _cli.Output.ShouldNotContain("(Parameter");
    }

    [Fact]
    public void CheckAndDescribe_PricesThatEndEarly_Warn()
    {
        const string Warning =
            "Warning: The prices cover 2021-01-01 to 2021-09-30 of the period 2021-01-01 to 2021-12-31: 195 days of 261 weekdays.";
        Write(Year("2021-09-30"));
        _cli.Run("data", "check", _cli["prices.csv"]).ShouldBe(ExitCode.Ok);
        _cli.Output.ShouldContain(Warning);
        _cli.Run("data", "describe", _cli["prices.csv"]).ShouldBe(ExitCode.Ok);
        _cli.Error.ShouldContain(Warning);
        _cli.Run("data", "describe", _cli["prices.csv"], "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("warnings")[0].GetString().ShouldBe(Warning["Warning: ".Length..]);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("describe")]
    public void AnyCommand_FolderOrNoName_SaysSo(string command)
    {
        _cli.Run("data", command, _cli["."]).ShouldNotBe(ExitCode.Ok);
        _cli.Error.ShouldContain("is a folder; expected a CSV file.");
        _cli.Run("data", command, "").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("<csv> is empty.");
        _cli.Error.ShouldNotContain("(Parameter");
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
        found.GetProperty("jumps")[0].GetProperty("ratio").GetDouble().ShouldBe(0.5);
        found.GetProperty("jumps")[0].GetProperty("fraction").GetString().ShouldBe("1/2");
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

    /// <summary>Weekdays from 2019-12-02 on, with a ticker B that begins on 2020-01-03; prices rise and fall by 1 % in turns.</summary>
    private static string Year(string last)
    {
        var text = new StringBuilder();
        var end = DateOnly.Parse(last, CultureInfo.InvariantCulture);
        int t = 0;
        for (var day = new DateOnly(2019, 12, 2); day <= end; day = day.AddDays(day.DayOfWeek == DayOfWeek.Friday ? 3 : 1), t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},A,100,102,99,{100 + (t % 2)},1\n");
            if (day >= new DateOnly(2020, 1, 3))
            {
                text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},B,100,102,99,{100 + (t / 2 % 2)},1\n");
            }
        }

        return text.ToString();
    }

    private void Write(string rows) => File.WriteAllText(_cli["prices.csv"], Header + rows);
}
