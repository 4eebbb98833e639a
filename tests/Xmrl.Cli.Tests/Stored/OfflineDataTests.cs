using Xmrl.Experiments.Definitions;
using Xmrl.Offline.Data;

namespace Xmrl.Cli.Tests.Stored;

public sealed class OfflineDataTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Collect_ExportAndImport_EndInTheSameBuffers()
    {
        string[] small = ["--collector", "random", "--tasks", "3", "--validation", "1", "--test", "2", "--steps", "40"];
        _cli.Run(["data", "collect", "bandit-2x10", .. small, "--out", _cli["data"]]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("BernoulliBandit2x10-v1, reward success, 240 steps of 6 tasks by random");
        _cli.Run("data", "check", _cli["data"]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("Every file can be used.");
        _cli.Run("data", "export", _cli["data"], "--out", _cli["npz"]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("6 archives in");
        string[] files = [.. Directory.GetFiles(_cli["npz"]).Order(StringComparer.Ordinal)];
        _cli.Run(["data", "import", .. files, "--environment", "BernoulliBandit2x10-v1", "--out", _cli["again"]])
            .ShouldBe(ExitCode.Ok, _cli.Error);
        DataSetDescription before = OfflineDataSet.ReadDescription(_cli["data"]);
        DataSetDescription after = OfflineDataSet.ReadDescription(_cli["again"]);
        after.Buffers.Select(buffer => (buffer.Set, buffer.Index, buffer.Steps, buffer.Episodes))
            .ShouldBe(before.Buffers.Select(buffer => (buffer.Set, buffer.Index, buffer.Steps, buffer.Episodes)));
        after.ReturnScale.ShouldBe(before.ReturnScale);
    }

    [Fact]
    public void Check_DamagedSet_NamesTheFile()
    {
        _cli.Run(
            "data", "collect", "bandit-2x10", "--collector", "random", "--tasks", "2", "--test", "2", "--steps", "20", "--out",
            _cli["data"]).ShouldBe(ExitCode.Ok, _cli.Error);
        File.AppendAllText(_cli["data/task-00001.safetensors"], "x");
        _cli.Run("data", "check", _cli["data"]).ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("task-00001.safetensors has SHA-256");
        _cli.Run("data", "describe", _cli["data"]).ShouldBe(ExitCode.Ok, _cli.Error);
    }

    [Theory]
    [InlineData("--collector", "clippd", "There is no collector clippd. Did you mean clipped?")]
    [InlineData("--collector", "softActorCritic", "needs real actions")]
    [InlineData("--collector", "fixed", "needs a run: --from")]
    [InlineData("--action-limit", "-1", "--action-limit is -1; expected a number above 0")]
    [InlineData("--tasks", "1", "--tasks is 1; expected a whole number from 2")]
    public void Collect_WrongOption_IsOneSentence(string option, string value, string expected)
    {
        _cli.Run("data", "collect", "bandit-2x10", "--out", _cli["data"], option, value).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain(expected);
        Directory.Exists(_cli["data"]).ShouldBeFalse();
    }

    [Fact]
    public void Import_WrongFiles_AreSentences()
    {
        File.WriteAllText(_cli["a.npz"], "no archive");
        _cli.Run("data", "import", _cli["a.npz"], "--environment", "BernoulliBandit2x10-v1", "--out", _cli["data"])
            .ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("is no archive of arrays (.npz)");
        _cli.Run(
            "data", "import", _cli["a.npz"], "--environment", "BernoulliBandit2x10-v1", "--out", _cli["data"], "--task", "1", "--task",
            "2").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("--task is given 2 times for 1 files");
        Directory.Exists(_cli["data"]).ShouldBeFalse();
    }
}
