namespace Xmrl.Runs.Records;

/// <content>New runs in folders whose names nobody chose.</content>
public sealed partial class RunDirectory
{
    /// <summary>As <see cref="Create"/>, in the first of path, path-2, path-3, … that is not there yet, also where several processes start
    /// at the same moment.</summary>
    /// <param name="path">The folder, if nothing has this name.</param>
    /// <param name="state">What runs; start time and phase are filled in.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <param name="prepare">Writes what every run must have, such as its configuration; null for nothing.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public static RunDirectory CreateFree(string path, RunState state, TimeProvider? time = null, Action<RunDirectory>? prepare = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        string first = Path.TrimEndingDirectorySeparator(path);
        for (int number = 1; ; number++)
        {
            string free = number == 1 ? first : $"{first}-{number}";
            try
            {
                if (!Path.Exists(free))
                {
                    return Make(free, Path.GetFullPath(free), state, time, prepare);
                }
            }
            catch (TakenException)
            {
                // Another process was faster.
            }
        }
    }

    /// <summary>Fills a folder that was seen empty, unless another process claims it first.</summary>
    private static RunDirectory Make(string path, string full, RunState state, TimeProvider? time, Action<RunDirectory>? prepare)
    {
        var run = new RunDirectory(full, time ?? TimeProvider.System);
        Directory.CreateDirectory(full);
        bool isTaken;
        using (Claim(run.File(StartingName), path))
        {
            // Another start may have come and gone since the folder was seen empty.
            isTaken = System.IO.File.Exists(run.StatePath);
            if (!isTaken)
            {
                Directory.CreateDirectory(run.Checkpoints.FolderPath);
                prepare?.Invoke(run);
                run.WriteState(state with { Layout = Layout, Phase = RunPhase.Running, StartedAt = run._time.GetUtcNow(), FinishedAt = null });
            }
        }

        System.IO.File.Delete(run.File(StartingName));
        return isTaken ? throw new TakenException(path, null) : run;
    }

    private static FileStream Claim(string claimPath, string path)
    {
        try
        {
            // Fails if another process claimed the same folder a moment ago.
            return new FileStream(claimPath, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (IOException error) when (System.IO.File.Exists(claimPath))
        {
            throw new TakenException(path, error);
        }
    }

    /// <summary>Another process was faster to take a folder.</summary>
    private sealed class TakenException(string path, Exception? cause)
        : IOException($"{path} was taken by another run just now; choose another folder with --out.", cause);
}
