using System.Text.Json;
using Xmrl.Cli.Commands.Seeds;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Tests.Runs;

/// <summary>One command for several seeds.</summary>
public sealed class SeedsTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("3", new ulong[] { 5, 6, 7 })]
    [InlineData("2-4", new ulong[] { 2, 3, 4 })]
    [InlineData("1,9,4", new ulong[] { 1, 9, 4 })]
    [InlineData("7-7", new ulong[] { 7 })]
    public void Parse_NumberRangeOrList_IsTheSeeds(string text, ulong[] expected) => SeedSet.Parse(text, 5).ShouldBe(expected);

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("4-2")]
    [InlineData("1,1")]
    [InlineData("1,x")]
    [InlineData("1001")]
    [InlineData("0-1000")]
    [InlineData("")]
    public void Parse_AnythingElse_IsRefused(string text)
        => Should.Throw<ConfigurationException>(() => SeedSet.Parse(text, 1)).Message.ShouldContain($"--seeds is {text}; expected");

    [Fact]
    public void Train_SeveralSeeds_MakesOneFolderEachAndSkipsThemTheSecondTime()
    {
        string[] line = [.. TinyArguments.Train(_cli["all"], "navigation2d", "promp"), "--seeds", "2", "--quick"];

        _cli.Run(line).ShouldBe(ExitCode.Ok, _cli.Error);

        string[] folders = ["navigation2d-promp-seed1-quick", "navigation2d-promp-seed2-quick"];
        Directory.GetDirectories(_cli["all"]).Select(Path.GetFileName).Order().ShouldBe(folders);
        _cli.Output.ShouldContain("over seeds 1, 2");
        _cli.Error.ShouldContain("seed 2 (2 of 2), Meta-training");

        // The second is stopped and the third missing: both are done, the first is left alone.
        RunDirectory.Open(_cli[$"all/{folders[1]}"]).Continue();
        DateTime before = File.GetLastWriteTimeUtc(_cli[$"all/{folders[0]}/state.json"]);
        line[^2] = "1-3";
        _cli.Run([.. line, "--json"]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Error.ShouldContain("Seed 1 is done");
        File.GetLastWriteTimeUtc(_cli[$"all/{folders[0]}/state.json"]).ShouldBe(before);
        JsonElement json = _cli.Json;
        json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("isNew").GetBoolean()).ShouldBe([false, true, true]);
        json.GetProperty("comparison").GetProperty("groups")[0].GetProperty("scores").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public void Train_FolderOfAnotherRun_IsNamedWithTheKeyThatDiffers()
    {
        string[] line = [.. TinyArguments.Train(_cli["all"], "navigation2d"), "--seeds", "1"];
        _cli.Run(line).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Run([.. line, "--set", "meta.outerStepSize=0.002"]).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain("navigation2d-maml-seed1 is another run: its meta.outerStepSize is 0.001, here 0.002.");
    }
}
