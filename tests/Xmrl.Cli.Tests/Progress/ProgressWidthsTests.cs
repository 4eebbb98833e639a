using System.Text.RegularExpressions;
using Xmrl.Cli.Rendering;

namespace Xmrl.Cli.Tests.Progress;

/// <summary>A line of progress has bar, share and time left whatever the words beside them.</summary>
public sealed partial class ProgressWidthsTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Of_Terminal_HasRoomForBarAndTimeAndFillsNoMoreThanALine(int columns)
    {
        var widths = ProgressWidths.Of(columns);

        widths.Bar.ShouldBeGreaterThanOrEqualTo(10);
        widths.Left.ShouldBeGreaterThanOrEqualTo("90 min left".Length);
        widths.Stage.ShouldBeGreaterThanOrEqualTo(20);
        (widths.Stage + widths.Bar + 4 + widths.Left + widths.Detail + 4).ShouldBeLessThan(columns);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Improve_OnATerminal_ShowsBarShareAndTimeOnOneLine(int columns)
    {
        using var cli = new CliFixture
        {
            ErrorIsTerminal = true,
            TerminalWidth = columns,
            Runner = new FakeRunner { SecondsLeft = 3000, Details = new string('w', 300) },
        };

        cli.Run("improve", "drone").ShouldBe(ExitCode.Ok);

        string[] lines = [.. Escapes().Replace(cli.Error, "").Split('\n').Select(line => line.TrimEnd())];
        lines.ShouldContain(line => Whole().IsMatch(line), cli.Error);
        lines.Where(line => line.Contains('━')).ShouldAllBe(line => line.Length <= columns);
    }

    [Theory]
    [InlineData("short", 8, "short")]
    [InlineData("exactly8", 8, "exactly8")]
    [InlineData("more than that", 8, "more th…")]
    [InlineData("nothing", 0, "")]
    public void Cut_Text_FitsTheWidth(string text, int width, string expected) => TextColumn.Cut(text, width).ShouldBe(expected);

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]|\r")]
    private static partial Regex Escapes();

    [GeneratedRegex("1/2 training +━+ +100% +50 min left")]
    private static partial Regex Whole();
}
