using System.Security.Cryptography;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Mpi;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>Learners that see their trials leave the bytes of one process under mpirun.</summary>
public sealed class MpiTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Learners => ["sdvt", "ecet"];

    public void Dispose() => _folder.Dispose();

    [MpiTheory]
    [MemberData(nameof(Learners))]
    public void Train_TwoProcesses_SameParametersAsOne(string learner)
    {
        string[] small = learner == "sdvt"
            ? ["--set", "meta.model.memorySize=8", "--set", "meta.model.headSizes=[8]", "--set", "meta.mixture.dispersionSizes=[8]"]
            : ["--set", "meta.width=8", "--set", "meta.episodeLayers=1", "--set", "meta.trialLayers=1"];
        string[] arguments = ["bandit-2x10", learner, .. small, "--set", "meta.iterations=2", "--threads", "1", "--quiet"];

        CliProcess.Run(TinyArguments.Train(_folder["alone"], arguments)).Code.ShouldBe(ExitCode.Ok);
        CliResult result = CliProcess.StartUnder(
            MpiCommand.Installed[0], 2, [], TinyArguments.Train(_folder["two"], arguments)).Finish();

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        Parameters("two").ShouldBe(Parameters("alone"));
    }

    private string Parameters(string run)
    {
        string newest = Directory.GetFiles(Path.Combine(_folder[run], "checkpoints")).Max(StringComparer.Ordinal)!;
        return $"{Path.GetFileName(newest)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(newest)))}";
    }
}
