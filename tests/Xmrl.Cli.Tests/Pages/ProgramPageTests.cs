using System.Diagnostics;
using Xmrl.Cli.Tests.Own;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Python;

namespace Xmrl.Cli.Tests.Pages;

/// <summary>The commands of docs/external-environments.md, and what else works on their runs.</summary>
public sealed class ProgramPageTests : IDisposable
{
    private const string Improve = "./xmrl improve samples/python-cartpole/cartpole.yaml --quick";
    private const string Compile = "cc -O2 -o thermostat samples/c-environment/thermostat.c";
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Page_Commands_AreThoseRunHere()
        => new Page("docs/external-environments.md").Commands.ShouldBe([Improve, Compile]);

    [PythonFact]
    public void Improve_AsOnThePage_ThenDiagnoseAndSweep()
    {
        Ok([.. Arguments(Improve), "--quiet", "--out", _cli["run"], .. OwnArguments.Small]);
        _cli.Output.ShouldContain("success rate");

        Ok(["diagnose", _cli["run"], "--quiet", .. OwnArguments.Probes]);
        _cli.Output.ShouldContain("Cause: ");
        Ok("sweep", _cli["run"], "--methods", "continued", "--step-scales", "1", "--strengths", "1", "--tasks", "4", "--quiet");
        _cli.Output.ShouldContain("Continued");
    }

    [Fact]
    public void Compile_AsOnThePage_TrainsWithTheFileBesideIt()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/cc"))
        {
            return;
        }

        string[] words = [.. Compile.Split(' ').Select(Placed)];
        using (var compiler = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = _cli["."] })!)
        {
            compiler.WaitForExit();
            compiler.ExitCode.ShouldBe(0);
        }

        File.Copy(Placed("samples/c-environment/thermostat.yaml"), _cli["thermostat.yaml"]);
        Ok(["train", _cli["thermostat.yaml"], "--quick", "--quiet", .. OwnArguments.Small]);
        _cli.Output.ShouldContain("MAML");
    }

    /// <summary>The words of a command without the program, with samples where they are.</summary>
    private static string[] Arguments(string line) => [.. line.Split(' ').Skip(1).Select(Placed)];

    private static string Placed(string word)
        => word.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, word) : word;

    private void Ok(params string[] arguments)
        => _cli.Run(arguments).ShouldBe(ExitCode.Ok, $"{string.Join(' ', arguments)}: {_cli.Error}");
}
