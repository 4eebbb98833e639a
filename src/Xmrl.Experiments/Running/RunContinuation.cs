using Microsoft.Extensions.Logging;
using Xmrl.MuJoCo;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Running;

/// <summary>What is checked and noted before a run goes on.</summary>
internal static class RunContinuation
{
    private const string EngineName = "libmujoco";

    /// <summary>Checks what the run began with, notes command and machine, and marks it as running.</summary>
    /// <param name="run">A run that this process has locked.</param>
    /// <param name="commandLine">The command line of this resumption.</param>
    /// <param name="log">Receives warnings.</param>
    /// <exception cref="InvalidDataException">Configuration, tasks or environment are not those that the run began with, or it was computed in another precision.</exception>
    internal static void Prepare(RunDirectory run, string commandLine, ILogger log)
    {
        string[] needed = [.. new[] { run.ConfigurationPath, run.TasksPath, run.EnvironmentPath }.Select(path => Path.GetFileName(path))];
        foreach (ManifestProblem problem in RunCheck.Differences(run))
        {
            if (needed.Contains(problem.Name))
            {
                throw new InvalidDataException($"{run.FullPath}: {problem.Message} A run goes on with what it began with: restore the file, or start a new run.");
            }

            log.LogWarning("{Run}: {Problem}", run.FullPath, problem.Message);
        }

        NoteEnvironment(run, log);
        run.Continue();
        File.AppendAllText(run.CommandPath, commandLine + "\n");
    }

    /// <summary>This machine and program, with the physics engine if it is loaded.</summary>
    internal static EnvironmentInfo Machine()
    {
        EnvironmentInfo machine = EnvironmentInfo.Collect();
        return MuJoCoEngine.LoadedVersion is { } version ? machine with { Libraries = machine.Libraries.SetItem(EngineName, version) } : machine;
    }

    private static void NoteEnvironment(RunDirectory run, ILogger log)
    {
        EnvironmentInfo now = Machine();
        if (run.ReadEnvironment() is not { } first)
        {
            return;
        }

        // The engine is loaded with the first environment; until then nothing is known that could differ.
        if (!now.Libraries.ContainsKey(EngineName) && first.Libraries.TryGetValue(EngineName, out string? engine))
        {
            now = now with { Libraries = now.Libraries.SetItem(EngineName, engine) };
        }

        if (first.Precision != now.Precision)
        {
            throw new InvalidDataException($"{run.FullPath} was computed in {first.Precision}; this program computes in {now.Precision}.");
        }

        if (EnvironmentDifference.Between(first, now) is not { Count: > 0 } differences)
        {
            return;
        }

        log.LogWarning(
            "The run goes on with {Differences}: the same bits as without the stop are promised only for the same program.",
            string.Join(", ", differences.Select(difference => $"{difference.Name} {difference.Second} instead of {difference.First}")));
        int number = 2;
        EnvironmentInfo last = first;
        for (; File.Exists(run.File(Name(number))); number++)
        {
            last = RunJson.Read<EnvironmentInfo>(run.File(Name(number)));
        }

        if (EnvironmentDifference.Between(last, now).Count > 0)
        {
            RunJson.Write(run.File(Name(number)), now);
            run.Manifest.Seal(run.File(Name(number)));
        }

        static string Name(int number) => $"environment-{number}.json";
    }
}
