using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Xmrl.External;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Benchmarks.External;

/// <summary>Environment steps of a program in C and one in Python that do next to nothing: the cost of the way there and back.</summary>
public static class ExternalBenchmark
{
    private const int Copies = 20;
    private const int Repetitions = 3;
    private const double Seconds = 0.5;

    /// <summary>Measures on the calling thread; takes a few seconds. Leaves out what has no compiler or no Python here.</summary>
    /// <param name="cancellation">Stops between measurements.</param>
    /// <returns>A row for each program: the fastest of three measurements.</returns>
    public static IEnumerable<ExternalResult> Run(CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("xmrl-bench-");
        try
        {
            foreach (string name in (string[])["thermostat.c", "idle.py", "xmrl_env.py"])
            {
                using Stream text = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
                using FileStream file = File.Create(Path.Combine(folder.FullName, name));
                text.CopyTo(file);
            }

            string program = Path.Combine(folder.FullName, "thermostat");
            if (Succeeds("cc", ["-O2", "-o", program, program + ".c"]))
            {
                yield return Measure("C", [program], folder.FullName, cancellation);
            }

            if (Succeeds("python3", ["--version"]))
            {
                yield return Measure("Python", ["python3", "idle.py"], folder.FullName, cancellation);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ExternalResult Measure(string name, string[] command, string folder, CancellationToken cancellation)
    {
        using ExternalFamily family = ExternalFamily.Start(new ExternalOptions { Command = [.. command], Folder = folder });
        double fastest = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            fastest = Math.Max(fastest, Play(family));
        }

        return new ExternalResult(name, fastest, Copies);
    }

    private static double Play(ExternalFamily family)
    {
        RandomKey key = RandomKey.FromSeed(1);
        EnvironmentSpec spec = family.Spec;
        IEnvironment environment = family.Create(family.SampleTask(key, 0), Copies);
        using var owned = (IDisposable)environment;
        int[] all = [.. Enumerable.Range(0, Copies)];
        Real[] actions = new Real[Copies * spec.ActionSize];
        Real[] observations = new Real[Copies * spec.ObservationSize];
        Real[] rewards = new Real[Copies];
        bool[] flags = new bool[3 * Copies];
        long began = Stopwatch.GetTimestamp();
        long steps = 0;
        do
        {
            environment.Reset(all, key, observations);
            for (int step = 0; step < spec.Horizon; step++)
            {
                environment.Step(all, actions, new StepResult
                {
                    Observations = observations,
                    Rewards = rewards,
                    Terminated = flags.AsSpan(0, Copies),
                    Truncated = flags.AsSpan(Copies, Copies),
                    Succeeded = flags.AsSpan(2 * Copies, Copies),
                });
            }

            steps += (long)Copies * spec.Horizon;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds);
        return steps / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static bool Succeeds(string program, string[] arguments)
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
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
