using System.Diagnostics;
using System.Globalization;
using Xmrl.External.Tests.Clients;
using Xmrl.Fixtures.Python;

namespace Xmrl.External.Tests;

/// <summary>No program is left over, whatever becomes of the one that started it.</summary>
public sealed class OrphanTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(200);

    [PythonTheory]
    [InlineData("none")]
    [InlineData("spins")]
    public void Host_KilledWithoutWarning_LeavesNoProgram(string fault)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["exec", typeof(OrphanTests).Assembly.Location, .. Programs.Faulty(fault).Command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        int program = int.Parse(host.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        using (var running = Process.GetProcessById(program))
        {
            // It computes for ever, or waits for ever.
            TimeSpan used = running.TotalProcessorTime;
            bool Computes()
            {
                running.Refresh();
                return running.TotalProcessorTime - used > s_busy;
            }

            (fault == "none" || SpinWait.SpinUntil(Computes, s_patience)).ShouldBeTrue();
        }

        host.Kill();
        host.WaitForExit();
        SpinWait.SpinUntil(() => IsGone(program), s_patience).ShouldBeTrue($"{fault}: process {program} must end with its parent");
    }

    [PythonFact]
    public void Dispose_Family_EndsItsPrograms()
    {
        ExternalFamily family = ExternalFamily.Start(Programs.Faulty("none"));
        int program = ((Connections.ProcessChannel)family.Pool.Connections[0].Channel).ProcessId;
        IsGone(program).ShouldBeFalse();
        family.Dispose();
        IsGone(program).ShouldBeTrue();
    }

    [PythonFact]
    public void Step_StoppedAfterItsTime_IsGone()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty("spins") with { TimeoutSeconds = 0.5 });
        int program = ((Connections.ProcessChannel)family.Pool.Connections[0].Channel).ProcessId;
        using (var scope = new Contracts.Scope(family.Create(family.SampleTask(default, 0), 1)))
        {
            Should.Throw<Connections.ExternalEnvironmentException>(() => Contracts.Transcript.Record(scope.Environment, [0], default));
        }

        SpinWait.SpinUntil(() => IsGone(program), s_patience).ShouldBeTrue();
    }

    /// <summary>Whether a process has ended; one whose end nobody has asked for yet still has a number.</summary>
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }
}
