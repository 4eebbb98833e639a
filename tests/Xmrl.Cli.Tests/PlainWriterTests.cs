using Xmrl.Experiments.Reporting;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests;

/// <summary>Names and stored texts reach the terminal as text: they neither steer it nor make lines of their own.</summary>
public sealed class PlainWriterTests : IDisposable
{
    private const string Hostile = "a\u001b[2J\nRun  forged\r\u0007\u009b31m\u202eb";
    private const string Shown = "a\\u001B[2J\\nRun  forged\\r\\u0007\\u009B31m\\u202Eb";

    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void WriteLine_SteeringCharacters_AreEscapes()
    {
        using var text = new StringWriter();
        using var writer = new PlainWriter(text);

        writer.WriteLine(Hostile);
        writer.WriteLine("plain: ä · 漢 → 🙂 \\n");

        text.ToString().ShouldBe($"{Shown}{Environment.NewLine}plain: ä · 漢 → 🙂 \\n{Environment.NewLine}");
    }

    [Fact]
    public void Write_OwnLayout_Stays()
    {
        using var text = new StringWriter();
        using var writer = new PlainWriter(text);

        writer.Write("a\n\tb\u001b");
        writer.Write(['\u0007', 'c'], 0, 2);
        writer.Write('\u0000');

        text.ToString().ShouldBe("a\n\tb\\u001B\\u0007c\\u0000");
    }

    [Fact]
    public void RunsListAndShow_HostileFolderStateAndCommand_ShowThemAsText()
    {
        RunDirectory run = RunDirectory.Create(
            Path.Combine(_cli["runs"], Hostile), force: false,
            new RunState { Phase = RunPhase.Running, Experiment = Hostile, Stage = Hostile });
        File.WriteAllText(run.CommandPath, "xmrl \u001b]0;title\u0007\n");

        _cli.Run("runs", "list").ShouldBe(ExitCode.Ok, _cli.Error);
        ShouldBePlain(_cli.Output);
        _cli.Output.ShouldContain(Shown);
        _cli.Output.TrimEnd().Split('\n').Length.ShouldBe(2);

        _cli.Run("runs", "show", run.FullPath);
        ShouldBePlain(_cli.Output);
        _cli.Output.ShouldContain("xmrl \\u001B]0;title\\u0007");

        _cli.RenderReport = ReportFiles.Render;
        _cli.Run("report", run.FullPath).ShouldBe(ExitCode.Failed);
        ShouldBePlain(_cli.Error);
        _cli.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("improve", "\u001b[31mdron")]
    [InlineData("\u001b[31mimprove", "drone")]
    [InlineData("improve", "drone", "--set", "\u001b=1")]
    [InlineData("improve", "drone", "--seed", "\u001b1\n")]
    [InlineData("runs", "show", "\u001b\n")]
    public void Arguments_Hostile_AreShownAsText(params string[] arguments)
    {
        _cli.Run(arguments).ShouldNotBe(ExitCode.Ok);

        ShouldBePlain(_cli.Error + _cli.Output);
        _cli.Error.ShouldContain("\\u001B");
    }

    private static void ShouldBePlain(string text)
        => text.Where(character => char.IsControl(character) && character is not ('\n' or '\r')).ShouldBeEmpty();
}
