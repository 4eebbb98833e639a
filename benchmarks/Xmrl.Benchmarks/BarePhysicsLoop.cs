using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.Benchmarks;

/// <summary>Random play that only steps the engine: a C program where there is a compiler, else a loop in C#.</summary>
internal sealed class BarePhysicsLoop : IDisposable
{
    private const int CompilerTimeoutMilliseconds = 60_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xmrl-bench-");
    private readonly string? _program;

    public BarePhysicsLoop() => _program = Compile();

    /// <summary>C or C#.</summary>
    public string Language => _program is null ? "C#" : "C";

    /// <summary>Environment steps per second.</summary>
    public PlayRate Measure(LocomotionFamily family, int threads, int copies, double seconds)
    {
        if (_program is not null)
        {
            return RunProgram(family, threads, copies, seconds);
        }

        using var group = new PlayGroup(threads, thread => new EnginePlay(family, thread, copies), PhysicsBenchmark.WarmUpSeconds);
        return group.Measure(seconds);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string? Compile()
    {
        string source = Path.Combine(_folder.FullName, "physics-loop.c");
        using (Stream text = Assembly.GetExecutingAssembly().GetManifestResourceStream("physics-loop.c")!)
        using (FileStream file = File.Create(source))
        {
            text.CopyTo(file);
        }

        string program = Path.Combine(_folder.FullName, "physics-loop");
        return Output("cc", ["-O2", "-o", program, source, "-ldl", "-lpthread"]) is not null && File.Exists(program) ? program : null;
    }

    private PlayRate RunProgram(LocomotionFamily family, int threads, int copies, double seconds)
    {
        RobotDescription robot = family.Description;
        string model = Path.Combine(_folder.FullName, robot.Resource);
        File.WriteAllText(model, robot.Text());
        (double low, double high) = robot.HealthyHeight ?? (double.NegativeInfinity, double.PositiveInfinity);
        string library = MuJoCoEngine.Status.Probes[^1].Place.Split(" (")[0];
        object[] arguments =
        [
            library, model, threads, copies, robot.StepsPerAction, family.Spec.Horizon, robot.ContactCost > 0
                ? 1
                : 0, Number(low), Number(high),
            Offset("qpos"), Offset("qvel"), Offset("ctrl"), robot.Positions, robot.Velocities, robot.Controls, Number(seconds),
        ];
        string? output = Output(
            _program!, [.. arguments.Select(static argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)]);
        return output?.Split(' ') is [var clock, var processor]
            ? new PlayRate(double.Parse(clock, CultureInfo.InvariantCulture), double.Parse(processor, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException("The C loop of the physics benchmark failed.");

        static int Offset(string field) => MuJoCoEngine.Library.Layout.Data[field].Offset;
        static string Number(double value)
            => double.IsPositiveInfinity(value)
                ? "inf"
                : double.IsNegativeInfinity(value)
                ? "-inf"
                : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string? Output(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                });
            Task<string>? output = process?.StandardOutput.ReadToEndAsync();
            if (process is null || output is null || !process.WaitForExit(CompilerTimeoutMilliseconds))
            {
                process?.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
