using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Runs.Comparison;
using Xmrl.Runs.Files;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Hosting;

/// <summary>What is checked and noted before a run goes on.</summary>
internal static class RunContinuation
{
    /// <summary>What environment.json calls the physics engine among the libraries.</summary>
    internal const string EngineName = "libmujoco";

    /// <summary>Checks what the run began with, notes command and machine, and marks it as running.</summary>
    /// <param name="run">A run that this process has locked.</param>
    /// <param name="commandLine">The command line of this resumption.</param>
    /// <param name="log">Receives warnings.</param>
    /// <exception cref="InvalidDataException">Configuration or tasks are not those that the run began with, or it was computed in another
    /// precision.</exception>
    internal static void Prepare(RunDirectory run, string commandLine, ILogger log)
    {
        string[] needed = [.. new[] { run.ConfigurationPath, run.TasksPath }.Select(path => Path.GetFileName(path))];
        string mended = Path.GetFileName(run.EnvironmentPath);
        foreach (ManifestProblem problem in RunCheck.Differences(run).Where(problem => problem.Name != mended))
        {
            if (needed.Contains(problem.Name))
            {
                throw new InvalidDataException(
                    $"{run.FullPath}: {problem.Message} A run goes on with what it began with: restore the file, or start a new run.");
            }

            log.LogWarning("{Run}: {Problem}", run.FullPath, problem.Message);
        }

        MendEnvironment(run, log);
        NoteEnvironment(run, log);
        run.Continue();
        RunFiles.AppendLine(run.CommandPath, commandLine);
    }

    /// <summary>This machine and program, with the physics engine if it is loaded and the user's assembly if the run has one.</summary>
    /// <param name="run">The run, with its configuration.</param>
    internal static EnvironmentInfo Machine(RunDirectory run)
    {
        EnvironmentInfo machine = EnvironmentInfo.Collect() with { EnvironmentAssembly = AssemblyHash.Of(run) };
        return MuJoCoEngine.LoadedVersion is { } version
            ? machine with { Libraries = machine.Libraries.SetItem(EngineName, version) }
            : machine;
    }

    /// <summary>Where environment.json is damaged, keeps it under another name and describes this machine instead: nothing that is
    /// computed depends on it.</summary>
    private static void MendEnvironment(RunDirectory run, ILogger log)
    {
        string name = Path.GetFileName(run.EnvironmentPath);
        string? damage = run.Manifest.Problems().FirstOrDefault(problem => problem.Name == name)?.Message ?? Fault(run.EnvironmentPath);
        if (damage is null)
        {
            return;
        }

        RequirePrecision(run);
        string kept = File.Exists(run.EnvironmentPath) ? $" The damaged file is kept as {RunFiles.KeepDamaged(run.EnvironmentPath)}." : "";
        RunJson.Write(run.EnvironmentPath, Machine(run));
        run.Manifest.Seal(run.EnvironmentPath);
        log.LogWarning(
            "{Damage} It says from now on where the run went on; whether it began with the same program and machine is not known.{Kept}",
            damage,
            kept);
    }

    /// <summary>Looks at the newest checkpoint where the record does not say the precision.</summary>
    private static void RequirePrecision(RunDirectory run)
    {
        TensorType own = typeof(Real) == typeof(double) ? TensorType.F64 : TensorType.F32;
        string? series = run.Checkpoints.List().Select(static checkpoint => checkpoint.Series).FirstOrDefault();
        if (series is null || run.Checkpoints.LoadLatest(NullLogger.Instance, series)?.Content is not { } content)
        {
            return;
        }

        TensorType type = content.Tensors
            .Where(static tensor => tensor.Key.StartsWith("policy.", StringComparison.Ordinal))
            .Select(static tensor => tensor.Value.Type)
            .FirstOrDefault(own);
        if (type != own)
        {
            throw new InvalidDataException($"{run.FullPath} was computed in {type}; this program computes in {own}.");
        }
    }

    private static string? Fault(string path)
    {
        try
        {
            _ = File.Exists(path) ? RunJson.Read<EnvironmentInfo>(path) : null;
            return null;
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    private static void NoteEnvironment(RunDirectory run, ILogger log)
    {
        EnvironmentInfo now = Machine(run);
        if (run.ReadEnvironment() is not { } first)
        {
            return;
        }

        // The engine is loaded with the first environment of a robot; a run that began with it will, and its version decides the bits.
        if (first.Libraries.TryGetValue(EngineName, out string? engine))
        {
            now = now with { Libraries = now.Libraries.SetItem(EngineName, MuJoCoEngine.Status.Version ?? engine) };
        }

        if (first.Precision != now.Precision)
        {
            throw new InvalidDataException($"{run.FullPath} was computed in {first.Precision}; this program computes in {now.Precision}.");
        }

        IReadOnlyList<ValueDifference> differences = EnvironmentDifference.Between(first, now);
        if (differences.Count == 0)
        {
            return;
        }

        ValueDifference[] others = [.. differences.Where(difference => difference.Name != EnvironmentDifference.AssemblyName)];
        if (others.Length < differences.Count)
        {
            log.LogWarning(
                "{Run}: the assembly of the environment is another than at the start (SHA-256 {Now} instead of {First}): what is computed "
                    + "from here on may follow other rules.",
                run.FullPath, now.EnvironmentAssembly ?? "unknown", first.EnvironmentAssembly ?? "unknown");
        }

        if (others.Length > 0)
        {
            log.LogWarning(
                "The run goes on with {Differences}: the same bits as without the stop are promised only for the same program.",
                string.Join(", ", others.Select(difference => $"{difference.Name} {difference.Second} instead of {difference.First}")));
        }

        EnvironmentInfo last = first;
        string path = FreeName.First(number => run.File($"environment-{number}.json"), IsFree, from: 2);
        if (EnvironmentDifference.Between(last, now).Count > 0)
        {
            RunJson.Write(path, now);
            run.Manifest.Seal(path);
        }

        bool IsFree(string file)
        {
            bool isThere = File.Exists(file);
            last = isThere && Fault(file) is null ? RunJson.Read<EnvironmentInfo>(file) : last;
            return !isThere;
        }
    }
}
