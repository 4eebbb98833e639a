using System.Diagnostics;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Mpi;
using Xmrl.Fixtures.Python;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>Runs on an environment in another process, from its YAML file.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "python-cartpole");

    /// <summary>The sample, which ends in the middle of the second iteration unless it is mended.</summary>
    private static readonly string s_breaks = $"""
        import os, sys
        sys.path.insert(0, {Quoted(s_sample)})
        import cartpole

        steps = 0

        class Breaks(cartpole.CartPole):
            def step(self, action):
                global steps
                steps += 1
                if steps > 1000 and not os.path.exists("mended"):
                    sys.stderr.write("the pole broke\n")
                    sys.stderr.flush()
                    os._exit(3)
                return super().step(action)

        cartpole.xmrl_env.serve(
            lambda task: Breaks(**task), cartpole.sample_task, name="Breaks-v1", horizon=40,
            parameters=dict(length=cartpole.LENGTH, mass=cartpole.MASS))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PythonFact]
    public void Train_ProgramBreaksAndIsMended_ResumesToTheBitsOfOtherThreads()
    {
        File.WriteAllText(_folder["breaks.py"], s_breaks);
        File.WriteAllText(_folder["own.yaml"], $"environment: {{command: [{Quoted(PythonProgram.Path!)}, breaks.py]}}\n");

        CliResult broken = CliProcess.Run(
            TinyArguments.Train(_folder["broken"], _folder["own.yaml"], "--threads", "1", "--save-every", "0"));
        broken.Code.ShouldBe(ExitCode.Failed);
        broken.Error.ShouldContain("xmrl: Breaks-v1, task ");
        broken.Error.ShouldContain(", step ");
        broken.Error.ShouldContain("ended with exit code 3 where an answer was due. Last lines of its error stream: the pole broke");

        File.WriteAllText(_folder["mended"], "");
        CliProcess.Run("resume", _folder["broken"]).Code.ShouldBe(ExitCode.Ok);
        CliProcess.Run(TinyArguments.Train(_folder["whole"], _folder["own.yaml"], "--threads", "2")).Code.ShouldBe(ExitCode.Ok);
        CliResult difference = CliProcess.Run("runs", "diff", _folder["broken"], _folder["whole"]);
        difference.Output.ShouldContain("The runs are alike: 4 iterations");
    }

    [PythonFact]
    public void Improve_SampleInPython_MixesStatesAndIsEvaluated()
    {
        string[] drone = TinyArguments.Improve(_folder["run"]);
        CliResult improved = CliProcess.Run(
            [.. drone.Select(word => word == "drone" ? Path.Combine(s_sample, "cartpole.yaml") : word), "--threads", "2"]);
        improved.Code.ShouldBe(ExitCode.Ok, improved.Error);
        improved.Output.ShouldContain("XMRL ");
        CliResult evaluated = CliProcess.Run("evaluate", _folder["run"], "--tasks", "4");
        evaluated.Code.ShouldBe(ExitCode.Ok, evaluated.Error);
        evaluated.Output.ShouldContain("success rate");
    }

    [PythonFact]
    public void Check_SampleInPython_KeepsItsContract()
    {
        CliResult found = CliProcess.Run("check", Path.Combine(s_sample, "cartpole.yaml"));
        (found.Code, found.Output.Trim()).ShouldBe((ExitCode.Ok, "PythonCartPole-v1 keeps its contract in all that was played."));
    }

    /// <summary>The number of a worker is another in every process: each finds a program of its own, which serves one at a time.</summary>
    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Train_ConnectedUnderMpirun_SameBytesAsOneProcessWithTwoThreads(string mpi)
    {
        if (PythonProgram.Path is not { } python)
        {
            return;
        }

        Process[] programs =
        [
            .. Enumerable.Range(0, 2).Select(worker => Process.Start(
                new ProcessStartInfo(python, [Path.Combine(s_sample, "cartpole.py"), "--socket", _folder[$"env-{worker}.sock"]]))!),
        ];
        try
        {
            SpinWait.SpinUntil(() => File.Exists(_folder["env-0.sock"]) && File.Exists(_folder["env-1.sock"]), CliProcess.Patience)
                .ShouldBeTrue();
            string address = Quoted($"unix:{_folder.FullPath}/env-{{worker}}.sock");
            File.WriteAllText(_folder["own.yaml"], $"environment: {{connect: {address}, timeoutSeconds: 10}}\n");
            string[] train = TinyArguments.Train(_folder["both"], _folder["own.yaml"], "--threads", "1", "--quiet");

            CliResult both = CliProcess.StartUnder(MpiCommand.Named(mpi), 2, [], train).Finish();
            both.Code.ShouldBe(ExitCode.Ok, both.Error);
            CliProcess.Run(TinyArguments.Train(_folder["alone"], _folder["own.yaml"], "--threads", "2", "--quiet"))
                .Code.ShouldBe(ExitCode.Ok);
            CliProcess.Run("runs", "diff", _folder["both"], _folder["alone"]).Output.ShouldContain("The runs are alike: 4 iterations");
        }
        finally
        {
            foreach (Process program in programs)
            {
                program.Kill();
                program.WaitForExit();
                program.Dispose();
            }
        }
    }

    private static string Quoted(string path) => $"\"{path}\"";
}
