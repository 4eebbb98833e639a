namespace Xmrl.Runs.Records;

/// <summary>Where a run stands.</summary>
public enum RunPhase
{
    /// <summary>Work is going on, or the process ended without a word.</summary>
    Running,

    /// <summary>Finished; the results are complete.</summary>
    Done,

    /// <summary>Ended by an error, which <see cref="RunState.Message"/> tells.</summary>
    Failed,

    /// <summary>Stopped by the user; it can be resumed.</summary>
    Cancelled,
}
