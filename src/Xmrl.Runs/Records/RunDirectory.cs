namespace Xmrl.Runs.Records;

/// <summary>The folder in which one run leaves everything that is needed to read, repeat or continue it.</summary>
/// <remarks>Layout in docs/run-record.md. A run directory is created once and never overwritten.</remarks>
public sealed class RunDirectory
{
    private const string StateName = "state.json";
    private readonly TimeProvider _time;

    private RunDirectory(string path, TimeProvider time)
    {
        FullPath = path;
        _time = time;
        Checkpoints = new CheckpointStore(Path.Combine(path, "checkpoints"));
    }

    /// <summary>Absolute path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The resolved configuration, YAML.</summary>
    public string ConfigurationPath => File("config.yaml");

    /// <summary>The command line that started the run.</summary>
    public string CommandPath => File("command.txt");

    /// <summary>Machine and software (<see cref="EnvironmentInfo"/>).</summary>
    public string EnvironmentPath => File("environment.json");

    /// <summary>Training, validation and test tasks.</summary>
    public string TasksPath => File("tasks.json");

    /// <summary>One line of numbers per iteration, with a header.</summary>
    public string ProgressPath => File("progress.csv");

    /// <summary>One flat JSON object per iteration.</summary>
    public string MetricsPath => File("metrics.jsonl");

    /// <summary>Scores per method and task.</summary>
    public string EvaluationPath => File("evaluation.json");

    /// <summary>Poor tasks, critical tasks, and why.</summary>
    public string ExplanationPath => File("explanation.json");

    /// <summary>The report's data.</summary>
    public string ReportDataPath => File("report.json");

    /// <summary>The report, one file for a browser.</summary>
    public string ReportPath => File("report.html");

    /// <summary>Where the run stands (<see cref="RunState"/>).</summary>
    public string StatePath => File(StateName);

    /// <summary>Parameters, optimizer and everything else a resumed run needs.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>Creates the folder for a new run and claims it with a state that says running.</summary>
    /// <param name="path">The folder; it may exist if it is empty.</param>
    /// <param name="force">Move a folder that is not empty aside, as name.old-N, instead of refusing.</param>
    /// <param name="state">What runs; start time and phase are filled in.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <exception cref="IOException">The folder is not empty (the message names --force), or cannot be created.</exception>
    public static RunDirectory Create(string path, bool force, RunState state, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            if (System.IO.File.Exists(full))
            {
                throw new IOException($"{path} is a file; expected a folder that is empty or does not exist.");
            }

            if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            {
                if (!force)
                {
                    throw new IOException($"{path} exists and is not empty; choose another folder with --out, or add --force to move it aside.");
                }

                MoveAside(full);
            }

            var run = new RunDirectory(full, time ?? TimeProvider.System);
            Directory.CreateDirectory(full);
            Claim(run.StatePath, path);
            run.WriteState(state with { Phase = RunPhase.Running, StartedAt = run._time.GetUtcNow(), FinishedAt = null });
            Directory.CreateDirectory(run.Checkpoints.FolderPath);
            return run;
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
    public static RunDirectory Open(string path, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!System.IO.File.Exists(Path.Combine(full, StateName)))
        {
            throw new DirectoryNotFoundException($"{path} is not a run: it has no {StateName}.");
        }

        return new RunDirectory(full, time ?? TimeProvider.System);
    }

    /// <summary>Path of a file in this folder.</summary>
    /// <param name="name">A plain file name.</param>
    public string File(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Path.GetFileName(name) == name && name is not ("." or "..") && !name.Contains('\0', StringComparison.Ordinal)
            ? Path.Combine(FullPath, name)
            : throw new ArgumentException($"name is {name}; expected a file name without folders.", nameof(name));
    }

    /// <summary>Reads state.json.</summary>
    /// <exception cref="InvalidDataException">It is not valid.</exception>
    public RunState ReadState() => RunJson.Read<RunState>(StatePath);

    /// <summary>Says which stage is at work.</summary>
    /// <param name="stage">Its name.</param>
    public void EnterStage(string stage) => WriteState(ReadState() with { Stage = stage });

    /// <summary>Says that a run which had ended runs again.</summary>
    public void Continue() =>
        WriteState(ReadState() with { Phase = RunPhase.Running, StartedAt = _time.GetUtcNow(), FinishedAt = null, Message = "" });

    /// <summary>Says how the run ended.</summary>
    /// <param name="phase">Done, failed or cancelled.</param>
    /// <param name="message">A sentence for people; may be empty.</param>
    public void Finish(RunPhase phase, string message)
    {
        if (phase == RunPhase.Running)
        {
            throw new ArgumentException("phase is Running; expected Done, Failed or Cancelled.", nameof(phase));
        }

        WriteState(ReadState() with { Phase = phase, Message = message, FinishedAt = _time.GetUtcNow() });
    }

    private void WriteState(RunState state) => RunJson.Write(StatePath, state);

    private static void Claim(string statePath, string path)
    {
        try
        {
            // Fails if another process claimed the same folder a moment ago.
            using var claim = new FileStream(statePath, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException error) when (System.IO.File.Exists(statePath))
        {
            throw new IOException($"{path} was taken by another run just now; choose another folder with --out.", error);
        }
    }

    private static void MoveAside(string full)
    {
        int number = 1;
        while (Path.Exists($"{full}.old-{number}"))
        {
            number++;
        }

        Directory.Move(full, $"{full}.old-{number}");
    }
}
