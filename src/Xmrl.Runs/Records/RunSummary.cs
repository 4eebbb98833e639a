namespace Xmrl.Runs.Records;

/// <summary>A run in a list.</summary>
internal sealed record RunSummary
{
    /// <summary>The run directory.</summary>
    public required string FullPath { get; init; }

    /// <summary>Its state; null if it cannot be read.</summary>
    public RunState? State { get; init; }

    /// <summary>Whether a process is at work in it.</summary>
    public required bool InUse { get; init; }

    /// <summary>How far it is, or was when it stopped; null where it did not say.</summary>
    public RunHeartbeat? Heartbeat { get; init; }

    /// <summary>Why the state cannot be read; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Where the run stands in one word: running, done, failed, cancelled; interrupted where the process was killed;
    /// unreadable.</summary>
    public string Status => State switch
    {
        null => "unreadable",
        { Phase: RunPhase.Running } when !InUse => "interrupted",
        _ => State.Phase.ToString().ToLowerInvariant(),
    };

    /// <summary>Looks at one run.</summary>
    /// <param name="run">The run.</param>
    public static RunSummary Of(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        bool isInUse = run.IsInUse();
        try
        {
            return new RunSummary
            {
                FullPath = run.FullPath,
                State = run.ReadState(),
                InUse = isInUse,
                Heartbeat = run.ReadHeartbeat(),
            };
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new RunSummary { FullPath = run.FullPath, InUse = isInUse, Problem = FailureSentence.Of(error) };
        }
    }
}
