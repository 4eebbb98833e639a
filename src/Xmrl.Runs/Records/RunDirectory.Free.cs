using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <content>New runs in folders whose names nobody chose.</content>
public sealed partial class RunDirectory
{
    /// <summary>As <see cref="Create(string, bool, RunState, TimeProvider?, Action{RunDirectory}?)"/>, in the first of path, path-2,
    /// path-3, … that is not there yet, also where several processes start at the same moment.</summary>
    /// <param name="path">The folder, if nothing has this name.</param>
    /// <param name="state">What runs; start time and phase are filled in.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <param name="prepare">Writes what every run must have, such as its configuration; null for nothing.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    internal static RunDirectory CreateFree(string path, RunState state, TimeProvider? time = null, Action<RunDirectory>? prepare = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        string first = Path.TrimEndingDirectorySeparator(path);
        RunDirectory? made = null;
        FreeName.First(number => number == 1 ? first : $"{first}-{number}", TryMake);
        return made!;

        bool TryMake(string free)
        {
            try
            {
                made = Path.Exists(free) ? null : Make(free, FullPathOf(free, isPart: false), state, time, prepare);
            }
            catch (RunInUseException)
            {
                // Another process was faster.
            }

            return made is not null;
        }
    }

    /// <summary>Fills a folder that was seen empty, unless another process claims it first.</summary>
    private static RunDirectory Make(string path, string full, RunState state, TimeProvider? time, Action<RunDirectory>? prepare)
    {
        var run = new RunDirectory(full, time ?? TimeProvider.System);
        RunFiles.CreateFolder(full);
        bool isTaken;
        using (Claim(run.File(StartingName), path))
        {
            // Another start may have come and gone since the folder was seen empty.
            isTaken = IsRun(full);
            if (!isTaken)
            {
                RunFiles.CreateFolder(run.Checkpoints.FolderPath);
                run._starting = state;
                prepare?.Invoke(run);
                _ = run.Identify();
                run.Manifest.Seal();
                run._starting = null;
                DateTimeOffset now = run._time.GetUtcNow();
                run.WriteState(state with
                {
                    Layout = Layout,
                    Phase = RunPhase.Running,
                    StartedAt = now,
                    FinishedAt = null,
                    FirstStartedAt = now,
                });
            }
        }

        RunFiles.Delete(run.File(StartingName));
        return isTaken ? throw Taken(path) : run;
    }

    // Fails if another process claimed the same folder a moment ago.
    private static FileStream Claim(string claimPath, string path) => RunFiles.Door.Create(claimPath) ?? throw Taken(path);

    private static RunInUseException Taken(string path)
        => new($"{path} was taken by another run just now; choose another folder with --out.");
}
