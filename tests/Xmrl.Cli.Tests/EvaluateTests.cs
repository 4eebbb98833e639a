using System.Text.Json;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Train_SecondArgument_IsTheLearner()
    {
        Train("bandit", "promp");

        File.ReadAllText(RunDirectory.Open(_cli["run"]).ConfigurationPath).ShouldContain("learner: proMp");
        _cli.Output.ShouldContain("ProMP");
    }

    [Fact]
    public void Train_LearnerAlsoBySet_TheSetCounts()
    {
        Train("navigation2d", "promp", "--set", "meta.learner=sgMrl");

        File.ReadAllText(RunDirectory.Open(_cli["run"]).ConfigurationPath).ShouldContain("learner: sgMrl");
    }

    [Fact]
    public void Improve_BanditByMethodsThatMix_SaysInOneSentenceWhyNot()
    {
        _cli.Run("improve", "bandit", "--methods", "xmrl,ma", "--out", _cli["run"]).ShouldBe(ExitCode.Usage);

        _cli.Error.Trim()
            .ShouldStartWith(
                "xmrl: No method of retrain.methods is left: XMRL, MA mix visited states, which BernoulliBandit-v1 does not define. "
                    + "Choose among continued, doubleWeight,");
        Directory.Exists(_cli["run"]).ShouldBeFalse();
    }

    [Fact]
    public void Evaluate_Text_PrintsCurveAndExtremeTasksAndKeepsTheFile()
    {
        Train("navigation2d");

        _cli.Run("evaluate", _cli["run"], "--tasks", "10", "--steps", "2", "--quiet").ShouldBe(ExitCode.Ok);

        string[] lines = _cli.Output.ReplaceLineEndings("\n").Split('\n');
        lines[0].ShouldBe("Navigation2D-v1, MAML, policy base after 4 iterations, on 10 fresh tasks of seed 1.");
        lines.Count(line => line.Contains(" sampled  ", StringComparison.Ordinal)).ShouldBe(3);
        lines.Count(line => line.StartsWith("worst ", StringComparison.Ordinal)).ShouldBe(5);
        lines.Count(line => line.StartsWith("best ", StringComparison.Ordinal)).ShouldBe(3);
        _cli.Output.ShouldContain("goalX");
        File.Exists(Path.Combine(_cli["run"], "evaluations", "base-seed1.json")).ShouldBeTrue();
        _cli.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_Json_PrintsEverythingAndOverwritesNothing()
    {
        Train("navigation2d");
        _cli.Run("evaluate", _cli["run"], "--tasks", "3").ShouldBe(ExitCode.Ok);

        _cli.Run("evaluate", _cli["run"], "--tasks", "4", "--trajectories", "2", "--repeats", "2", "--json").ShouldBe(ExitCode.Ok);

        JsonElement evaluation = _cli.Json.GetProperty("evaluation");
        evaluation.GetProperty("tasks").GetArrayLength().ShouldBe(4);
        evaluation.GetProperty("curve").GetArrayLength().ShouldBe(2);
        (evaluation.GetProperty("trajectories").GetInt32(), evaluation.GetProperty("repeats").GetInt32()).ShouldBe((2, 2));
        Path.GetFileName(_cli.Json.GetProperty("file").GetString()).ShouldBe("base-seed1-2.json");
        _cli.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("evaluate", "evaluations", "Score: ", "The evaluation above was not stored: ")]
    [InlineData("explain", "explanations", "Score: ", "The explanation above was not stored: ")]
    public void Evaluate_ResultCannotBeStored_ShowsItAndSaysSo(string command, string folder, string figures, string expected)
    {
        Train("navigation2d");
        string inTheWay = Path.Combine(_cli["run"], folder);
        File.WriteAllText(inTheWay, "mine");

        _cli.Run(command, _cli["run"]).ShouldBe(ExitCode.Failed);
        _cli.Output.ShouldContain(figures);
        _cli.Output.ShouldNotContain("File:   ");
        _cli.Error.ShouldContain(expected);

        _cli.Run(command, _cli["run"], "--json").ShouldBe(ExitCode.Failed);
        (_cli.Json.GetProperty("state").GetString(), _cli.Json.GetProperty("exitCode").GetInt32()).ShouldBe(("failed", ExitCode.Failed));
        _cli.Json.GetProperty(folder.TrimEnd('s')).GetProperty("environment").GetString().ShouldBe("Navigation2D-v1");
        File.ReadAllText(inTheWay).ShouldBe("mine");
    }

    [Theory]
    [InlineData("--method|bas", "There is no method bas. Did you mean base?")]
    [InlineData("--method|continued", "has no checkpoint of continued; it has base.")]
    public void Evaluate_PolicyThatIsNotThere_SaysWhatIs(string arguments, string expected)
    {
        Train("navigation2d");

        _cli.Run(["evaluate", _cli["run"], .. arguments.Split('|')]).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain(expected);
        Directory.Exists(Path.Combine(_cli["run"], "evaluations")).ShouldBeFalse();
    }

    private void Train(params string[] arguments)
        => _cli.Run(TinyArguments.Train(_cli["run"], arguments)).ShouldBe(ExitCode.Ok, _cli.Error);
}
