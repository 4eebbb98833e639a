using System.Diagnostics;
using Xmrl.Contracts;
using Xmrl.External.Tests.Clients;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Python;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Tests;

/// <summary>Other ways to the same environment give the same bits.</summary>
public sealed class ConnectTests : IDisposable
{
    private static readonly RandomKey Key = RandomKey.FromSeed(3);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PythonFact]
    public void Connect_ListeningProgram_SameBitsAsAChild()
    {
        using var program = Process.Start(
            new ProcessStartInfo(PythonProgram.Path!, [.. Programs.CartPole.Command.Skip(1), "--socket", _folder["env-0.sock"]]))!;
        try
        {
            SpinWait.SpinUntil(() => File.Exists(_folder["env-0.sock"]), s_patience).ShouldBeTrue();
            ShouldPlayAlike(new ExternalOptions { Connect = $"unix:{_folder.FullPath}/env-{{worker}}.sock" });

            // It serves the next run too.
            ShouldPlayAlike(new ExternalOptions { Connect = $"unix:{_folder["env-0.sock"]}" });
        }
        finally
        {
            program.Kill();
            program.WaitForExit();
        }
    }

    [PythonFact]
    public void Python_WithoutNumPy_SameBits()
    {
        string script = Programs.CartPole.Command[1];
        ShouldPlayAlike(Programs.CartPole with
        {
            Command =
            [
                PythonProgram.Path!, "-c",
                $"import sys, runpy; sys.modules['numpy'] = None; runpy.run_path('{script}', run_name='__main__')",
            ],
        });
    }

    private static void ShouldPlayAlike(ExternalOptions other)
    {
        using ExternalFamily family = ExternalFamily.Start(other);
        using ExternalFamily child = ExternalFamily.Start(Programs.CartPole);
        MdpTask task = new() { EnvironmentId = family.Spec.Id, Parameters = [0.5, 0.25] };
        Play(family, task).ShouldBe(Play(child, task));
    }

    private static List<Real> Play(ExternalFamily family, MdpTask task)
    {
        using var scope = new Scope(family.Create(task, 2));
        return Transcript.Record(scope.Environment, [0, 1], Key)[1].Values;
    }
}
