using System.Text;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Reporting;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests;

/// <summary>report makes what was deleted again, from the record alone.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn, RenderReport = ReportFiles.Render };

    public void Dispose() => _cli.Dispose();

    [PageFact]
    public void Report_PageAndDataDeletedInAMovedRun_AreTheSameBytesAgain()
    {
        string run = Improve();
        byte[] page = File.ReadAllBytes(Path.Combine(run, "report.html"));
        byte[] data = File.ReadAllBytes(Path.Combine(run, "report.json"));
        string moved = _cli["elsewhere"];
        Directory.Move(run, moved);
        File.Delete(Path.Combine(moved, "report.html"));
        File.Delete(Path.Combine(moved, "report.json"));

        _cli.Run("report", moved).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.Trim().ShouldBe(Path.Combine(moved, "report.html"));
        File.ReadAllBytes(Path.Combine(moved, "report.json")).ShouldBe(data);
        File.ReadAllBytes(Path.Combine(moved, "report.html")).ShouldBe(page);
        _cli.Run("runs", "show", moved).ShouldBe(ExitCode.Ok, _cli.Output);
    }

    [PageFact]
    public void Report_DataOfAFormerSchema_AreMadeAgain()
    {
        string run = Improve();
        byte[] data = File.ReadAllBytes(Path.Combine(run, "report.json"));
        RunDirectory directory = RunDirectory.Open(run);
        directory.Store(directory.ReportDataPath, stream => stream.Write(Encoding.UTF8.GetBytes("{\"schemaVersion\":1}")));

        _cli.Run("report", run).ShouldBe(ExitCode.Ok, _cli.Error);

        File.ReadAllBytes(directory.ReportDataPath).ShouldBe(data);
    }

    [PageFact]
    public void Report_EpisodesExchanged_AreRefused()
    {
        string run = Improve();
        File.Delete(Path.Combine(run, "report.json"));
        string episodes = Path.Combine(run, "episodes.json");
        File.WriteAllText(episodes, File.ReadAllText(episodes).Replace("after", "before", StringComparison.Ordinal));

        _cli.Run("report", run).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldContain("episodes.json");
        File.Exists(Path.Combine(run, "report.json")).ShouldBeFalse();
    }

    private string Improve()
    {
        string run = _cli["runs/drone"];
        _cli.Run(TinyArguments.Improve(run)).ShouldBe(ExitCode.Ok, _cli.Error);
        return run;
    }
}
