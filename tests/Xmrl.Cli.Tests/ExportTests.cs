using System.Text.Json;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Cli.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Export_BothFormats_WritesFilesAndPrintsTheirNames()
    {
        Train();
        string model = _cli["policy.onnx"];
        string weights = _cli["policy.safetensors"];

        _cli.Run("export", _cli["run"], "--out", model).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.Trim().ShouldBe(model);
        _cli.Run("export", _cli["run"], "--out", weights).ShouldBe(ExitCode.Ok, _cli.Error);

        new FileInfo(model).Length.ShouldBeGreaterThan(0);
        SafetensorsFile.Read(weights).Metadata["environment"].ShouldBe("BernoulliBandit-v1");
        _cli.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Export_MlAgents_IsOnnxAlone()
    {
        Train();

        _cli.Run("export", _cli["run"], "--ml-agents", "--out", _cli["agent.onnx"]).ShouldBe(ExitCode.Ok, _cli.Error);
        System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_cli["agent.onnx"])).ShouldContain("deterministic_discrete_actions");
        _cli.Run("export", _cli["run"], "--ml-agents", "--out", _cli["agent.safetensors"]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("expected one that ends in .onnx");
    }

    [Fact]
    public void Export_AdaptedAsJson_SaysWhatItIs()
    {
        Train();

        _cli.Run("export", _cli["run"], "--adapted", "1", "--steps", "2", "--format", "onnx", "--out", _cli["adapted.bin"], "--json")
            .ShouldBe(ExitCode.Ok, _cli.Error);

        JsonElement result = _cli.Json;
        (result.GetProperty("format").GetString(), result.GetProperty("opset").GetInt32(), result.GetProperty("file").GetString())
            .ShouldBe(("onnx", 13, _cli["adapted.bin"]));
        JsonElement metadata = result.GetProperty("metadata");
        (metadata.GetProperty("adapted.task").GetString(), metadata.GetProperty("adapted.steps").GetString()).ShouldBe(("1", "2"));
    }

    [Fact]
    public void Export_FileExists_IsRefusedWithoutForce()
    {
        Train();
        string file = _cli["policy.onnx"];
        File.WriteAllText(file, "mine");

        _cli.Run("export", _cli["run"], "--out", file).ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("--force");
        File.ReadAllText(file).ShouldBe("mine");

        _cli.Run("export", _cli["run"], "--out", file, "--force").ShouldBe(ExitCode.Ok, _cli.Error);
        File.ReadAllText(file).ShouldNotBe("mine");
    }

    [Theory]
    [InlineData("policy.bin", "", "tells no format")]
    [InlineData("policy.onnx", "--format|onx", "--format is onx; expected onnx or safetensors.")]
    [InlineData("policy.onnx", "--steps|2", "add --adapted <number>")]
    [InlineData("policy.onnx", "--adapted|6", "has no test task 6; it has 0 to 5.")]
    [InlineData("policy.onnx", "--adapted|-1", "--adapted is -1; expected a whole number from 0")]
    [InlineData("policy.onnx", "--method|bas", "There is no method bas. Did you mean base?")]
    public void Export_WrongArguments_SaysWhatIsExpectedAndWritesNothing(string file, string arguments, string expected)
    {
        Train();

        _cli.Run(["export", _cli["run"], "--out", _cli[file], .. arguments.Split('|', StringSplitOptions.RemoveEmptyEntries)])
            .ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain(expected);
        File.Exists(_cli[file]).ShouldBeFalse();
    }

    [Fact]
    public void Export_PolicyWithMemory_SaysHowItBeginsAndIsNotAdapted()
    {
        _cli.Run(TinyArguments.Train(_cli["run"], "bandit", "rl2")).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Run("export", _cli["run"], "--out", _cli["cell.onnx"], "--json").ShouldBe(ExitCode.Ok, _cli.Error);
        JsonElement metadata = _cli.Json.GetProperty("metadata");
        (metadata.GetProperty("learner").GetString(), metadata.GetProperty("memory.size").GetString()).ShouldBe(("rl2", "64"));

        _cli.Run("export", _cli["run"], "--out", _cli["adapted.onnx"], "--adapted", "1").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("is in its memory, not in its parameters");
        File.Exists(_cli["adapted.onnx"]).ShouldBeFalse();
    }

    [Fact]
    public void Export_NoSuchFolder_SaysSo()
    {
        Train();

        _cli.Run("export", _cli["run"], "--out", Path.Combine(_cli["nowhere"], "p.onnx")).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldContain("There is no folder");
    }

    private void Train() => _cli.Run(TinyArguments.Train(_cli["run"], "bandit")).ShouldBe(ExitCode.Ok, _cli.Error);
}
