using System.Security.Cryptography;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures.Mpi;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.Own;

/// <summary>Every command on an environment that a user brings in an assembly.</summary>
public sealed class OwnAssemblyTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(AppContext.BaseDirectory, "Xmrl.Samples.OwnEnvironment.dll");
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    /// <summary>A user's folder: the assembly, and a configuration that names it from there.</summary>
    public OwnAssemblyTests()
    {
        Directory.CreateDirectory(_cli["bin"]);
        File.Copy(s_sample, _cli["bin/Own.dll"]);
        File.WriteAllText(_cli["warm.yaml"], "environment:\n  assembly: bin/Own.dll\npolicy:\n  hiddenSizes: [8]\n");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Improve_ConfigurationFile_ThenEveryCommandOnItsRun()
    {
        Ok(
        [
            "improve", _cli["warm.yaml"], "--methods", "xmrl,randomCritical,continued,xmrlPoor", "--quick", "--quiet", "--out", _cli["run"],
            .. OwnArguments.Small,
        ]);

        _cli.Output.ShouldContain("XMRL-Poor");
        _cli.Error.ShouldContain(
            "XMRL, RandomCritical are left out: they mix visited states, which Thermostat-v1 does not define.");
        string stored = File.ReadAllText(RunDirectory.Open(_cli["run"]).ConfigurationPath);
        stored.ShouldStartWith($"environment:\n  id: Thermostat-v1\n  assembly: \"{_cli["bin/Own.dll"]}\"\n");

        Ok("evaluate", _cli["run"], "--tasks", "4", "--method", "xmrl-poor", "--quiet");
        Ok("explain", _cli["run"], "--quiet");
        Ok("export", _cli["run"], "--out", _cli["policy.onnx"]);
        Ok("report", _cli["run"]);
        Ok(["diagnose", _cli["run"], "--quiet", .. OwnArguments.Probes]);
        Ok("sweep", _cli["run"], "--methods", "xmrl,xmrl-poor", "--step-scales", "1", "--strengths", "1", "--tasks", "4", "--quiet");
        _cli.Error.ShouldContain("XMRL is left out");
        Ok(
            "improve", _cli["run"], "--methods", "continued", "--set", "repetition=1", "--quiet", "--out", _cli["again"]);
    }

    [Fact]
    public void Train_StoppedRun_IsResumedUnderItsOwnEnvironment()
    {
        _cli.Cancel();
        _cli.Run(["train", _cli["warm.yaml"], "promp", "--quick", "--quiet", "--out", _cli["run"], .. OwnArguments.Small])
            .ShouldBe(ExitCode.Cancelled);

        using var later = new CliFixture { Experiments = ExperimentRegistry.BuiltIn };
        later.Run("resume", _cli["run"], "--quiet").ShouldBe(ExitCode.Ok, later.Error);
        later.Output.ShouldContain("ProMP");
    }

    /// <summary>Bytes behind the end of an assembly change its hash and nothing else.</summary>
    [Fact]
    public void Resume_AnotherAssembly_IsSaidOnce()
    {
        _cli.Cancel();
        _cli.Run(["train", _cli["warm.yaml"], "--quick", "--quiet", "--out", _cli["run"], .. OwnArguments.Small])
            .ShouldBe(ExitCode.Cancelled);
        string first = Hash();
        RunDirectory.Open(_cli["run"]).ReadEnvironment()!.EnvironmentAssembly.ShouldBe(first);
        File.AppendAllText(_cli["bin/Own.dll"], "another");

        using var later = new CliFixture { Experiments = ExperimentRegistry.BuiltIn };
        later.Run("resume", _cli["run"], "--quiet").ShouldBe(ExitCode.Ok, later.Error);

        later.Error.Trim().ShouldBe(
            $"Warning: {_cli["run"]}: the assembly of the environment is another than at the start (SHA-256 {Hash()} instead of {first}): "
                + "what is computed from here on may follow other rules.");

        string Hash() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_cli["bin/Own.dll"])));
    }

    [Fact]
    public void Check_IdOfAGivenAssembly_PlaysIt()
    {
        Ok("check", "Thermostat-v1", "--environments", _cli["bin/Own.dll"]);

        _cli.Output.Trim().ShouldBe("Thermostat-v1 keeps its contract in all that was played.");
    }

    [Fact]
    public void Train_IdOfAGivenAssembly_StoresWhereItWas()
    {
        Ok(["train", "Thermostat-v1", "--environments", _cli["bin/Own.dll"], "--quick", "--quiet", .. OwnArguments.Small]);

        string run = Path.Combine(_cli["runs"], "thermostat-v1-seed1-quick");
        File.ReadAllText(RunDirectory.Open(run).ConfigurationPath).ShouldContain($"assembly: \"{_cli["bin/Own.dll"]}\"");
    }

    [Fact]
    public void Evaluate_AssemblyMoved_SaysSoAndTakesTheNewPlace()
    {
        Ok(["train", _cli["warm.yaml"], "--quick", "--quiet", "--out", _cli["run"], .. OwnArguments.Small]);
        string stored = RunDirectory.Open(_cli["run"]).ConfigurationPath;

        // An assembly that was loaded stays loaded in this process: the run is made to name one that never was.
        using var other = new CliFixture { Experiments = ExperimentRegistry.BuiltIn };
        File.WriteAllText(
            _cli["gone.yaml"], File.ReadAllText(stored).Replace("bin/Own.dll", "gone/Own.dll", StringComparison.Ordinal));
        other.Run("train", _cli["gone.yaml"]).ShouldBe(ExitCode.Usage);
        other.Error.Trim().ShouldBe(
            $"xmrl: There is no file {_cli["gone/Own.dll"]}. The environments come from it: build it, correct the path, or name another "
                + "place with --environments.");
        other.Run(
            "train", _cli["gone.yaml"], "--environments", _cli["bin/Own.dll"], "--quiet", "--out", other["run"])
            .ShouldBe(ExitCode.Ok, other.Error);
    }

    [Fact]
    public void Train_UnknownId_OffersEnvironments()
    {
        _cli.Run("train", "Navigaton2D-v1").ShouldBe(ExitCode.Usage);

        _cli.Error.Trim().ShouldBe("xmrl: There is no environment Navigaton2D-v1. Did you mean Navigation2D-v1?");
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Train_UnderMpirun_SameBytesAsWithout(string mpi)
    {
        string[] train = ["train", _cli["warm.yaml"], "--quick", "--quiet", "--threads", "1", .. OwnArguments.Small];
        Ok([.. train, "--out", _cli["alone"]]);

        CliResult result = CliProcess.StartUnder(MpiCommand.Named(mpi), 2, [], [.. train, "--out", _cli["both"]]).Finish();

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        foreach (string file in Directory.GetFiles(RunDirectory.Open(_cli["alone"]).Checkpoints.FolderPath).Select(Path.GetFileName)!)
        {
            File.ReadAllBytes(Path.Combine(RunDirectory.Open(_cli["both"]).Checkpoints.FolderPath, file))
                .ShouldBe(File.ReadAllBytes(Path.Combine(RunDirectory.Open(_cli["alone"]).Checkpoints.FolderPath, file)), file);
        }
    }

    private void Ok(params string[] arguments)
        => _cli.Run(arguments).ShouldBe(ExitCode.Ok, $"{string.Join(' ', arguments)}: {_cli.Error}");
}
