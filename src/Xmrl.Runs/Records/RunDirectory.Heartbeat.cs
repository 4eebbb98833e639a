using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <content>How far the run is, for people who look at it.</content>
public sealed partial class RunDirectory
{
    /// <summary>Most bytes of a heartbeat that are read.</summary>
    private const long HeartbeatLimit = 1L << 16;

    /// <summary>How far the run is (<see cref="RunHeartbeat"/>).</summary>
    internal string HeartbeatPath => File(RunHeartbeat.FileName);

    /// <summary>Replaces heartbeat.json, without waiting for the disk; where it cannot be written, the former one stays.</summary>
    /// <param name="beat">How far the run is; run and time are filled in.</param>
    /// <returns>Whether it could be written.</returns>
    internal bool TryBeat(RunHeartbeat beat)
    {
        ArgumentNullException.ThrowIfNull(beat);
        try
        {
            _identityHash ??= ReadIdentity()?.Hash ?? "";
            RunHeartbeat own = beat with { Run = _identityHash, At = _time.GetUtcNow() };
            RunFiles.Replace(HeartbeatPath, stream => RunJson.Write(stream, own));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads how far the run is, or was when it stopped.</summary>
    /// <returns>The last heartbeat; null where there is none, or it is no heartbeat of this run.</returns>
    public RunHeartbeat? ReadHeartbeat()
    {
        try
        {
            RunHeartbeat beat = RunJson.Read<RunHeartbeat>(HeartbeatPath, HeartbeatLimit);
            return beat.Run == (ReadIdentity()?.Hash ?? "") ? beat : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private string? _identityHash;
}
