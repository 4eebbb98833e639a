using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.EndToEnd;

public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--sede|3", "Did you mean --seed?")]
    [InlineData("--set|meta.innerStepSiz=1", "Did you mean innerStepSize?")]
    [InlineData("--set|metta.innerStepSize=1", "Did you mean meta?")]
    [InlineData("--set|meta.innerStepSize=-1", "-1")]
    [InlineData("--set|meta.innerStepSize=much", "much")]
    [InlineData("--set|meta.innerStepSize=NaN", "NaN")]
    [InlineData("--set|meta.outerStep=adamm", "adam")]
    [InlineData("--set|poor.testShare=0.01", "leaves at least two poor and two other tasks of tasks.test = 6")]
    [InlineData("--threads|0", "--threads is 0; expected a whole number from 1")]
    [InlineData("--seed|x", "--seed is x; expected a whole number from 0")]
    [InlineData("--config|/nowhere/c.yaml", "/nowhere/c.yaml")]
    public void Improve_WrongArgument_SaysWhatIsExpectedAndMakesNothing(string argument, string expected)
    {
        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder["run"], argument.Split('|')));

        result.Error.ShouldContain(expected, Case.Sensitive);
        (result.Code, result.Output).ShouldBe((ExitCode.Usage, ""));
        result.Error.ShouldNotContain("   at ");
        Directory.Exists(_folder["run"]).ShouldBeFalse();
    }

    [Fact]
    public void Train_WrongBoundOfReplays_IsSaidBeforeTheFirstStep()
    {
        string arguments = string.Join(' ', TinyArguments.Train(_folder["run"], "drone").Select(static argument => $"'{argument}'"));
        CliResult result = CliProcess.Shell($"XMRL_REPLAY_MB=much xmrl {arguments}");

        result.Code.ShouldBe(ExitCode.Usage);
        result.Error.ShouldContain("XMRL_REPLAY_MB is 'much'; a number of megabytes between 0 and 60 is expected");
        File.Exists(_folder["run/metrics.jsonl"]).ShouldBeFalse();
    }

    [Fact]
    public void Improve_UnknownExperiment_NamesTheNearest()
    {
        CliResult result = CliProcess.Run("improve", "dron");

        (result.Code, result.Error.Trim()).ShouldBe((ExitCode.Usage, "xmrl: There is no experiment dron. Did you mean drone?"));
    }

    [Fact]
    public void Improve_FolderNotEmpty_TouchesNothing()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(Path.Combine(_folder["run"], "mine.txt"), "mine");

        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder["run"]));

        result.Code.ShouldBe(ExitCode.Failed);
        result.Error.ShouldContain("exists and is not empty; choose another folder with --out.");
        Directory.GetFileSystemEntries(_folder["run"]).Select(Path.GetFileName).ShouldBe(["mine.txt"]);
    }

    [Fact]
    public void Improve_RunIsThereAndForce_MovesItAside()
    {
        RunDirectory old = RunDirectory.Create(_folder["run"], force: false, new RunState { Phase = RunPhase.Running });
        File.WriteAllText(old.File("mine.txt"), "mine");

        CliProcess.Run(TinyArguments.Improve(_folder["run"], "--force")).Code.ShouldBe(ExitCode.Ok);

        File.ReadAllText(Path.Combine(_folder["run.old-1"], "mine.txt")).ShouldBe("mine");
        RunDirectory.Open(_folder["run"]).ReadState().Phase.ShouldBe(RunPhase.Done);
    }

    [Theory]
    [InlineData("file/run")]
    [InlineData("file")]
    public void Improve_FolderCannotBeMade_SaysWhichInOneLine(string name)
    {
        File.WriteAllText(_folder["file"], "in the way");

        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder[name]));

        result.Code.ShouldBe(ExitCode.Failed);
        result.Error.ShouldContain(_folder["file"]);
        result.Error.Trim().ShouldNotContain("\n");
        File.ReadAllText(_folder["file"]).ShouldBe("in the way");
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("report")]
    public void Command_FolderIsNoRun_SaysSo(string command)
    {
        CliResult result = CliProcess.Run(command, _folder.FullPath);

        result.Code.ShouldBe(ExitCode.Failed);
        result.Error.ShouldContain("is not a run: it has no state.json");
    }

    [Fact]
    public void Improve_WrongArgumentWithJson_PrintsOneDocument()
    {
        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder["run"], "--json", "--set", "meta.innerStepSiz=1"));

        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        document.GetProperty("exitCode").GetInt32().ShouldBe(ExitCode.Usage);
        document.GetProperty("error").GetString()!.ShouldContain("innerStepSize");
    }

    [Fact]
    public void Improve_Diverges_NamesTaskTensorAndIteration()
    {
        CliResult result = CliProcess.Run(TinyArguments.Improve(
            _folder["run"], "--quiet", "--seed", "3", "--set", "policy.learnLogStd=true", "--set", "policy.activation=relu", "--set",
            "meta.innerStepSize=10", "--set", "meta.innerSteps=20"));

        result.Code.ShouldBe(ExitCode.Failed);
        result.Error.ShouldMatch(
            @"^xmrl: base met a number that is not finite in iteration \d+: task \d+: .*tensor \S+, .*smaller step size\.\n$");
        RunDirectory run = RunDirectory.Open(_folder["run"]);
        run.ReadState().Phase.ShouldBe(RunPhase.Failed);
        run.Checkpoints.List().ShouldHaveSingleItem();
    }
}
