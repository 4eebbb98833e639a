using System.Text.Json;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;

namespace Xmrl.Cli.Tests.Settings;

/// <summary>config show, config check, config schema and list on the command line.</summary>
public sealed class ConfigCommandTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Show_QuickExperiment_SaysWhereValuesComeFrom()
    {
        _cli.Run("config", "show", "drone", "--quick", "--set", "poor.count=7").ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("meta.iterations = 60  (quick; default 300)");
        _cli.Output.ShouldContain("poor.count = 7  (set; default 3)");
        _cli.Output.ShouldContain("tasks.training = 50  (default)");
        _cli.Output.ShouldContain("tasks.validation = 60  (quick; default 10)");
        _cli.Output.ShouldContain("meta.onCollapse = returnToBest  (experiment; default keepLast)");
        _cli.Output.ShouldContain("Range [1, 1000000]. Unit: iterations.");
    }

    [Fact]
    public void Show_Json_HasEveryKeyOfTheConfiguration()
    {
        _cli.Run("config", "show", "stock", "--json").ShouldBe(ExitCode.Ok);

        JsonElement[] settings = [.. _cli.Json.GetProperty("settings").EnumerateArray()];
        settings.Length.ShouldBeGreaterThan(130);
        settings.ShouldAllBe(setting => setting.GetProperty("meaning").GetString()!.Length > 5);
        JsonElement steps = settings.Single(setting => setting.GetProperty("key").GetString() == "meta.innerSteps");
        steps.GetProperty("range").GetString().ShouldBe("[1, 20]");
        steps.GetProperty("unit").GetString().ShouldBe("steps");
        steps.GetProperty("byDefault").GetString().ShouldBe("1");
    }

    [Fact]
    public void Show_File_TellsItsKeysFromThoseOfTheEnvironment()
    {
        File.WriteAllText(_cli["my.yaml"], "environment: Navigation2D-v1\nmeta: {learner: proMp, iterations: 17}\n");

        _cli.Run("config", "show", _cli["my.yaml"], "meta.").ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("meta.learner = proMp  (file; default maml)");
        _cli.Output.ShouldContain("meta.iterations = 17  (file; default 300)");
        _cli.Output.ShouldContain("meta.tasksPerIteration = 20  (environment; default 50)");
        _cli.Output.ShouldContain("meta.epochs.count = 5  (default)");
        _cli.Output.ShouldNotContain("tasks.training");
    }

    [Fact]
    public void Show_Run_SaysWhatWasChanged()
    {
        _cli.Run(TinyArguments.Train(_cli["run"], "navigation2d", "--quiet")).ShouldBe(ExitCode.Ok);

        _cli.Run("config", "show", _cli["run"], "meta.iterations").ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("meta.iterations = 4  (run; default 300)");
    }

    [Fact]
    public void Check_FaultyFile_NamesAllFaults()
    {
        File.WriteAllText(_cli["my.yaml"], "environment: Navigation2D-v1\nmeta: {iteration: 17}\npoor: {count: 0}\ntasks: {fresh: 3}\n");

        _cli.Run("config", "check", _cli["my.yaml"]).ShouldBe(ExitCode.Usage);
        string[] lines = _cli.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        lines.ShouldContain(line => line.Contains("unknown key meta.iteration. Did you mean iterations?", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("line 4, column 16: tasks.fresh is 3; expected true or false", StringComparison.Ordinal));

        _cli.Run("config", "check", _cli["my.yaml"], "--json").ShouldBe(ExitCode.Usage);
        _cli.Json.GetProperty("faults").GetArrayLength().ShouldBe(2);

        File.WriteAllText(_cli["my.yaml"], "environment: Navigation2D-v1\nmeta: {iterations: 17}\n");
        _cli.Run("config", "check", _cli["my.yaml"]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.Trim().ShouldBe($"{_cli["my.yaml"]} has no faults.");
    }

    [Theory]
    [InlineData("There is no experiment drne. Did you mean drone?", "show", "drne")]
    [InlineData("No key of drone holds innerStpSize.", "show", "drone", "innerStpSize")]
    [InlineData("unknown key meta.x.", "show", "drone", "--set", "meta.x=1")]
    public void Show_WhatIsNot_SaysSo(string expected, params string[] arguments)
    {
        _cli.Run(["config", .. arguments]).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain(expected);
    }

    [Fact]
    public void Schema_OnTheOutput_IsTheSchemaAlone()
    {
        _cli.Run("config", "schema").ShouldBe(ExitCode.Ok);

        _cli.Json.GetProperty("$schema").GetString().ShouldBe("http://json-schema.org/draft-07/schema#");
        _cli.Json.GetProperty("properties").GetProperty("meta").GetProperty("properties").GetProperty("innerSteps")
            .GetProperty("maximum").GetInt32().ShouldBe(20);
    }

    [Theory]
    [InlineData("experiments", "navigation2d", 20)]
    [InlineData("learners", "first-order-maml", 11)]
    [InlineData("methods", "xmrlPruned", 15)]
    [InlineData("tables", "sg-mrl/table1", 30)]
    [InlineData("environments", "Drone-v1", 15)]
    public void List_Kind_NamesAll(string kind, string name, int least)
    {
        _cli.Run("list", kind).ShouldBe(ExitCode.Ok, _cli.Error);
        string[] lines = _cli.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBeGreaterThan(least);
        lines.ShouldContain(line => line.StartsWith($"{name} ", StringComparison.Ordinal));

        _cli.Run("list", kind, "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()).ShouldContain(name);
    }

    [Fact]
    public void List_OtherKind_IsRefused()
    {
        _cli.Run("list", "learnrs").ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain("There is no list of learnrs. Did you mean learners?");
    }
}
