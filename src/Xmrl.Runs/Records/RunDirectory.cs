using Xmrl.Runs.Files;
using Xmrl.Runs.Provenance;

namespace Xmrl.Runs.Records;

/// <summary>The folder in which one run leaves everything that is needed to read, repeat or continue it.</summary>
/// <remarks>Layout in docs/run-record.md. A run directory is created once and never overwritten.</remarks>
public sealed partial class RunDirectory
{
    /// <summary>Version of the layout that this code writes; it reads all versions up to this one. Version 1 had neither manifest nor
    /// hashes, version 2 no identity.</summary>
    internal const int Layout = 3;

    /// <summary>First layout whose runs have a manifest from their start on.</summary>
    internal const int ManifestLayout = 2;

    internal const string LockName = ".lock";
    internal const string StartingName = ".starting";
    internal const string StateName = "state.json";

    // What a folder holds in which a sweep began.
    private const string SweepName = "sweep-request.json";
    private readonly TimeProvider _time;

    private RunDirectory(string path, TimeProvider time)
    {
        FullPath = path;
        _time = time;
        Manifest = new RunManifest(path) { Owner = ManifestOwner };
        Checkpoints = new CheckpointStore(Path.Combine(path, "checkpoints")) { Owner = this };
    }

    /// <summary>Absolute path of the folder, without links.</summary>
    public string FullPath { get; }

    /// <summary>The resolved configuration, YAML.</summary>
    internal string ConfigurationPath => File("config.yaml");

    /// <summary>The command line that started the run.</summary>
    internal string CommandPath => File("command.txt");

    /// <summary>Machine and software (<see cref="EnvironmentInfo"/>).</summary>
    internal string EnvironmentPath => File("environment.json");

    /// <summary>Training, validation and test tasks.</summary>
    internal string TasksPath => File("tasks.json");

    /// <summary>One line of numbers per iteration, with a header.</summary>
    internal string ProgressPath => ProgressPathOf(string.Empty);

    /// <summary>One flat JSON object per iteration.</summary>
    internal string MetricsPath => MetricsPathOf(string.Empty);

    /// <summary>Scores per method and task.</summary>
    internal string EvaluationPath => File("evaluation.json");

    /// <summary>Poor tasks, critical tasks, and why.</summary>
    internal string ExplanationPath => File("explanation.json");

    /// <summary>The report's data.</summary>
    internal string ReportDataPath => File("report.json");

    /// <summary>The report, one file for a browser.</summary>
    internal string ReportPath => File("report.html");

    /// <summary>Where the run stands (<see cref="RunState"/>).</summary>
    internal string StatePath => File(StateName);

    /// <summary>Parameters, optimizer and everything else a resumed run needs.</summary>
    internal CheckpointStore Checkpoints { get; }

    /// <summary>Length and SHA-256 of the files.</summary>
    internal RunManifest Manifest { get; }

    /// <summary>Creates the folder for a new run. Its state comes last: a folder without one is not a run, so a start that was killed
    /// leaves none that lacks something.</summary>
    /// <param name="path">The folder; it may exist if it is empty, or holds a start that was killed, which is moved aside.</param>
    /// <param name="force">Move a run, or the folder of a sweep, aside, as name.old-N, instead of refusing.</param>
    /// <param name="state">What runs; start time and phase are filled in.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <param name="prepare">Writes what every run must have, such as its configuration; null for nothing.</param>
    /// <exception cref="IOException">The folder is not empty (the message names --force), in use, or cannot be created.</exception>
    internal static RunDirectory Create(
        string path, bool force, RunState state, TimeProvider? time = null, Action<RunDirectory>? prepare = null) =>
        Create(new Place(path, IsPart: false), force, state, time, prepare);

    /// <summary>As <see cref="Create(string, bool, RunState, TimeProvider?, Action{RunDirectory}?)"/>, for a run inside the folder of a
    /// sweep or a reproduction: no link is followed on the way to it,
    /// and a start that was killed is deleted, because nobody but the owner of the folder could want it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="force">Move a run aside, as name.old-N, instead of refusing.</param>
    /// <param name="state">What runs; start time and phase are filled in.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <param name="prepare">Writes what every run must have; null for nothing.</param>
    /// <exception cref="IOException">The folder is not empty, in use, cannot be created, or is reached through a link.</exception>
    internal static RunDirectory CreatePart(
        string path, bool force, RunState state, TimeProvider? time = null, Action<RunDirectory>? prepare = null) =>
        Create(new Place(path, IsPart: true), force, state, time, prepare);

    private static RunDirectory Create(
        Place place, bool force, RunState state, TimeProvider? time, Action<RunDirectory>? prepare)
    {
        string path = place.Path;
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        string full = FullPathOf(path, place.IsPart);
        try
        {
            if (System.IO.File.Exists(full))
            {
                throw new IOException($"{path} is a file; expected a folder that is empty or does not exist.");
            }

            if (!RunFiles.IsEmpty(full))
            {
                RequireUnused(full, path);
                Clear(full, path, force, place.IsPart);
            }

            return Make(path, full, state, time, prepare);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{path} cannot be written to ({error.Message}); choose another folder with --out.", error);
        }
    }

    /// <summary>Opens the folder of a run that exists.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <exception cref="IOException">There is no run in the folder.</exception>
    public static RunDirectory Open(string path, TimeProvider? time = null) => Open(path, isPart: false, time);

    /// <summary>Opens the folder of a run inside the folder of a sweep or a reproduction: no link is followed on the way to it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <exception cref="IOException">There is no run in the folder, or it is reached through a link.</exception>
    internal static RunDirectory OpenPart(string path, TimeProvider? time = null) => Open(path, isPart: true, time);

    private static RunDirectory Open(string path, bool isPart, TimeProvider? time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = FullPathOf(path, isPart);
        if (!System.IO.File.Exists(Path.Combine(full, StateName)))
        {
            throw new DirectoryNotFoundException(
                Directory.Exists(full)
                    ? $"{path} is not a run: it has no {StateName}."
                    : System.IO.File.Exists(full) ? $"{path} is a file; expected the folder of a run." : $"{path} does not exist.");
        }

        return new RunDirectory(full, time ?? TimeProvider.System);
    }

    /// <summary>Whether a folder holds a run.</summary>
    /// <param name="path">The folder; need not exist.</param>
    public static bool IsRun(string path) => System.IO.File.Exists(Path.Combine(path, StateName));

    /// <summary>Path of a file in this folder.</summary>
    /// <param name="name">A plain file name.</param>
    public string File(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Path.GetFileName(name) == name && name is not ("." or "..") && !name.Contains('\0', StringComparison.Ordinal)
            ? Path.Combine(FullPath, name)
            : throw new ArgumentException($"name is {name}; expected a file name without folders.", nameof(name));
    }

    /// <summary>Keeps other processes out of the run until the result is disposed of.</summary>
    /// <exception cref="IOException">Another process is at work in it.</exception>
    internal IDisposable Lock()
    {
        return RunFiles.Door.Lock(File(LockName)) ?? throw new RunInUseException($"{FullPath} is in use by another process.");
    }

    /// <summary>Whether a process is at work in the run. A run that says running and is not in use was killed; it can be resumed.</summary>
    internal bool IsInUse() => RunFiles.Door.IsHeld(File(LockName)) || RunFiles.Door.IsHeld(File(StartingName));

    /// <summary>Says which stage is at work.</summary>
    /// <param name="stage">Its name.</param>
    public void EnterStage(string stage) => WriteState(ReadState() with { Stage = stage });

    /// <summary>Says that a run which had ended runs again; removes what a killed process left half written.</summary>
    internal void Continue()
    {
        RunFiles.DeleteLeftovers(FullPath);
        RunFiles.DeleteLeftovers(Checkpoints.FolderPath);
        Manifest.KeepFixed();
        WriteState(ReadState() with { Phase = RunPhase.Running, StartedAt = _time.GetUtcNow(), FinishedAt = null, Message = "" });
    }

    /// <summary>Says how the run ended, and lists its files in the manifest.</summary>
    /// <param name="phase">Done, failed or cancelled.</param>
    /// <param name="message">A sentence for people; may be empty.</param>
    internal void Finish(RunPhase phase, string message)
    {
        if (phase == RunPhase.Running)
        {
            throw new ArgumentException("phase is Running; expected Done, Failed or Cancelled.", nameof(phase));
        }

        Manifest.SealAll();
        WriteState(ReadState() with { Phase = phase, Message = message, FinishedAt = _time.GetUtcNow() });
    }

    private static string FullPathOf(string path, bool isPart)
        => isPart ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : RunFiles.Resolve(path);

    private static void RequireUnused(string full, string path)
    {
        if (RunFiles.Door.IsHeld(Path.Combine(full, LockName)) || RunFiles.Door.IsHeld(Path.Combine(full, StartingName)))
        {
            throw new RunInUseException($"{path} is in use by another process; choose another folder with --out.");
        }
    }

    /// <summary>Makes room for a new run, where what is there may go.</summary>
    private static void Clear(string full, string path, bool force, bool isPart)
    {
        bool isRun = IsRun(full);
        bool wasKilled = !isRun && System.IO.File.Exists(Path.Combine(full, StartingName));
        if (wasKilled && isPart)
        {
            RunFiles.DeleteTree(full);
            return;
        }

        bool isSweep = System.IO.File.Exists(Path.Combine(full, SweepName));
        if (force && !wasKilled && !isRun && !isSweep)
        {
            throw new IOException(
                $"{path} is not empty and is no run: --force moves only the folders of runs, reproductions and sweeps aside. "
                + "Choose another folder with --out.");
        }

        if (!force && !wasKilled)
        {
            string hint = isRun || isSweep ? ", or add --force to move it aside" : "";
            throw new IOException($"{path} exists and is not empty; choose another folder with --out{hint}.");
        }

        RunFiles.Door.Rename(full, Path.GetFileName(FreeName.First(number => $"{full}.old-{number}")));
    }

    /// <summary>Where a run goes: a folder that the user names, or one inside the folder of a sweep or a reproduction.</summary>
    private readonly record struct Place(string Path, bool IsPart);
}
