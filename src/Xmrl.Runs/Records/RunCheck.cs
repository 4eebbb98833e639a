using Microsoft.Extensions.Logging;

namespace Xmrl.Runs.Records;

/// <summary>Checks a run before figures are taken from it: what decides them must be what the run wrote, and whatever else does not fit is
/// said.</summary>
internal static class RunCheck
{
    private const string CheckpointFolder = "checkpoints/";

    /// <summary>Checks what a command takes its figures from.</summary>
    /// <param name="run">The run.</param>
    /// <param name="log">Receives a warning for every other file that does not fit, and for a layout that cannot be checked as far.</param>
    /// <param name="deciding">Files that decide the figures, as paths; those that the run does not have are left out. Checkpoints are
    /// checked where they are read.</param>
    /// <returns>The run's state.</returns>
    /// <exception cref="InvalidDataException">The identity, state or manifest or a deciding file is not what the run wrote; the message
    /// says what was expected and found.</exception>
    public static RunState Require(RunDirectory run, ILogger log, params IReadOnlyList<string> deciding)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(log);
        RunState state = run.ReadState();
        RequireManifest(run, state);
        if (state.Layout < RunDirectory.Layout)
        {
            log.LogWarning(
                "{Run} has layout {Layout}: its seed and its checkpoints name no run{Rest}, so what was exchanged in it is not noticed.",
                run.FullPath,
                state.Layout,
                state.Layout < RunDirectory.ManifestLayout ? " and no file is listed" : "");
        }

        string[] names = [.. deciding.Select(path => Path.GetRelativePath(run.FullPath, path).Replace('\\', '/'))];
        IEnumerable<ManifestProblem> found = Deciding(run, names).Concat(run.IdentityProblems());

        // While a process works, other files may change between the list and the look at them.
        IEnumerable<ManifestProblem> others = run.IsInUse() ? [] : run.Manifest.Problems();
        foreach (ManifestProblem problem in found.Concat(others).DistinctBy(static problem => problem.Name))
        {
            if (names.Contains(problem.Name, StringComparer.Ordinal))
            {
                throw new InvalidDataException(
                    $"{run.FullPath}: {problem.Message} No figures are made from it: restore the file, or make the run again.");
            }

            if (!problem.Name.StartsWith(CheckpointFolder, StringComparison.Ordinal))
            {
                log.LogWarning("{Run}: {Problem}", run.FullPath, problem.Message);
            }
        }

        return state;
    }

    /// <summary>Everything in a run that is not what it wrote.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Sentences about the files; none where all fit.</returns>
    public static IReadOnlyList<ManifestProblem> Problems(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var found = new List<ManifestProblem>();
        bool isInUse = run.IsInUse();
        bool isReadable = Collect(found, RunDirectory.StateName, () => _ = run.ReadState())
            && Collect(found, RunManifest.Name, () => RequireManifest(run, run.ReadState()));
        foreach (StoredCheckpoint checkpoint in isReadable ? run.Checkpoints.List() : [])
        {
            // Says to whom a foreign one belongs, where the manifest knows its length alone.
            Collect(found, CheckpointFolder + Path.GetFileName(checkpoint.FullPath), () => _ = run.Checkpoints.Read(checkpoint));
        }

        if (isReadable)
        {
            Collect(found, RunManifest.Name, () => found.AddRange(isInUse ? [] : run.Manifest.Problems()));
            Collect(found, RunManifest.Name, () => found.AddRange(run.IdentityProblems()));
        }

        return [.. found.DistinctBy(static problem => problem.Name)];
    }

    /// <summary>Files of a run in which no process works that are not as identity and manifest say.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InvalidDataException">Identity, state or manifest are damaged or missing.</exception>
    public static IReadOnlyList<ManifestProblem> Differences(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RequireManifest(run, run.ReadState());
        return [.. run.Manifest.Problems().Concat(run.IdentityProblems()).DistinctBy(static problem => problem.Name)];
    }

    /// <summary>Requires that a run has the manifest that its layout has.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    internal static void RequireManifest(RunDirectory run, RunState state)
    {
        if (state.Layout >= RunDirectory.ManifestLayout && !run.Manifest.Exists)
        {
            throw new InvalidDataException(
                $"{run.FullPath} has no {RunManifest.Name}, which every run of layout {state.Layout} has: "
                + "whether its files are those that it wrote cannot be checked. Restore it, or make the run again.");
        }
    }

    private static IEnumerable<ManifestProblem> Deciding(RunDirectory run, string[] names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(run.FullPath, name);
            bool isOfIdentity = path == run.ConfigurationPath || path == run.TasksPath;
            if (File.Exists(path) && (isOfIdentity ? run.Manifest.ProblemIfListed(path) : run.Manifest.ProblemOf(path)) is { } problem)
            {
                yield return new ManifestProblem(name, problem);
            }
        }
    }

    private static bool Collect(List<ManifestProblem> found, string name, Action look)
    {
        try
        {
            look();
            return true;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            found.Add(new ManifestProblem(name, error.Message));
            return false;
        }
    }
}
