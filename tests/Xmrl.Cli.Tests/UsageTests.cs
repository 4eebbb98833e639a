namespace Xmrl.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("docter", "Unknown command docter. Did you mean doctor?")]
    [InlineData("improve drone --sede 3", "Unknown option --sede. Did you mean --seed?")]
    [InlineData("improve --sede 3 drone", "Unknown option --sede. Did you mean --seed?")]
    [InlineData("improve drone --quite", "Unknown option --quite. Did you mean --quiet?")]
    [InlineData("improve drone --sede=3", "Unknown option --sede. Did you mean --seed?")]
    [InlineData("--jsn doctor", "Unknown option --jsn. Did you mean --json?")]
    [InlineData("improve drone maml more", "Unexpected argument more. See xmrl improve --help.")]
    [InlineData("train drone mmal", "There is no algorithm mmal. Did you mean maml?")]
    [InlineData(
        "train drone sgd",
        "There is no algorithm sgd. Known: maml, first-order-maml, e-maml, sg-mrl, promp, imaml, bo-mrl, cavia, rl2, pearl, sac, macaw, "
            + "ecet, varibad, sdvt.")]
    [InlineData("train drone maml more", "Unexpected argument more. See xmrl train --help.")]
    [InlineData("train drone --sede 3", "Unknown option --sede. Did you mean --seed?")]
    [InlineData("evaluate", "evaluate needs <run>.")]
    [InlineData("evaluate here --tasks 1", "--tasks is 1; expected a whole number from 2 to 10000.")]
    [InlineData("evaluate here --steps -1", "--steps is -1; expected a whole number from 0 to 1000.")]
    [InlineData("explain", "explain needs <run>.")]
    [InlineData("sweep here --step-scales 1,x", "--step-scales is 1,x; expected numbers ≥ 0, separated by commas.")]
    [InlineData("sweep here --methods xmlr", "There is no method xmlr. Did you mean xmrl?")]
    [InlineData("verify sg-mlr", "There is no check sg-mlr. Did you mean sg-mrl?")]
    [InlineData("improve", "improve needs <experiment>.")]
    [InlineData("improve drone --out", "--out needs <folder>.")]
    [InlineData("improve drone --seed -1", "--seed is -1; expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("improve drone --threads 0", "--threads is 0; expected a whole number from 1 to 2147483647.")]
    [InlineData("improve drne", "There is no experiment drne. Did you mean drone?")]
    [InlineData("improve boat", "There is no experiment boat. Known: drone.")]
    [InlineData("improve drone --set stepSiez=1", "--set stepSiez=1: unknown key stepSiez. Did you mean stepSize?")]
    [InlineData("improve drone --config /nowhere/c.yaml", "/nowhere/c.yaml")]
    [InlineData("bench kernals", "There is no benchmark kernals. Did you mean kernels?")]
    [InlineData("improve @nowhere", "There is no experiment @nowhere.")]
    public void Run_WrongCommandLine_SaysOneSentenceAndDoesNothing(string line, string expected)
    {
        _cli.Run(line.Split(' ')).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldStartWith("xmrl: ");
        _cli.Error.ShouldContain(expected);
        _cli.Error.TrimEnd().ShouldNotContain("\n");
        _cli.Output.ShouldBeEmpty();
        Directory.Exists(_cli["runs"]).ShouldBeFalse();
    }

    [Fact]
    public void Run_WrongCommandLineWithJson_PutsOneDocumentOnTheOutput()
    {
        _cli.Run("improve", "drone", "--sede", "3", "--json").ShouldBe(ExitCode.Usage);

        _cli.Json.GetProperty("exitCode").GetInt32().ShouldBe(2);
        _cli.Json.GetProperty("error").GetString()!.ShouldContain("--seed");
    }

    [Theory]
    [InlineData("improve")]
    [InlineData("list")]
    [InlineData("config")]
    [InlineData("config show")]
    [InlineData("config check")]
    [InlineData("config schema")]
    [InlineData("completion")]
    [InlineData("train")]
    [InlineData("resume")]
    [InlineData("import")]
    [InlineData("check")]
    [InlineData("doctor")]
    [InlineData("bench")]
    [InlineData("report")]
    [InlineData("evaluate")]
    [InlineData("explain")]
    [InlineData("verify")]
    [InlineData("sweep")]
    [InlineData("compare")]
    [InlineData("runs")]
    [InlineData("runs list")]
    [InlineData("runs show")]
    [InlineData("runs compare")]
    [InlineData("runs diff")]
    [InlineData("runs export")]
    public void Help_EachCommand_EndsWithExamplesThatParse(string command)
    {
        _cli.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).ShouldBe(ExitCode.Ok);

        string[] lines = _cli.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBeLessThanOrEqualTo(40, "help is one screen");
        string[] examples =
            [.. lines.SkipWhile(line => line != "Examples:").Skip(1).Where(line => line.Length > 0).Select(line => line.Trim())];
        examples.ShouldNotBeEmpty();
        foreach (string example in examples)
        {
            example.ShouldStartWith("xmrl ");
            _cli.Run([.. example.Split(" >")[0].Split(' ').Skip(1), "--help"]).ShouldBe(ExitCode.Ok, example);
            _cli.Error.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Run_NoArguments_ShowsHelp()
    {
        _cli.Run().ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldContain("Begin with: xmrl doctor");
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--quiet", "--version")]
    public void Version_Always_IsOneLine(params string[] arguments)
    {
        _cli.Run(arguments).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldMatch(@"\Axmrl \d+\.\d+\.\d+\S*\r?\n\z");
        _cli.Error.ShouldBeEmpty();
    }
}
