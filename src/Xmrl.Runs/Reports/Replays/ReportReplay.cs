using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Runs.Reports.Replays;

/// <summary>One episode of T steps with mean actions.</summary>
/// <remarks>A track holds the poses of one body, seven numbers of 16 bits each, low byte first, in base64url without padding: x, y, z as
/// shares of the way from <see cref="Low"/> to <see cref="High"/> (0 to 65,535), then w, x, y, z of a unit quaternion in units of 1/32,767.
/// Moments are the steps 0, E, 2E, … and T, where E is <see cref="Every"/>; a body that stands still has the first one alone.</remarks>
internal sealed record ReportReplay
{
    /// <summary>Id of the task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Before or after the repair.</summary>
    public required ReportPhase Phase { get; init; }

    /// <summary>Whether the policy was adapted to the task.</summary>
    public required bool IsAdapted { get; init; }

    /// <summary>Sum of rewards; null where it was not a number.</summary>
    public double? Return { get; init; }

    /// <summary>Whether it ended in success; null where the environment has none.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>What the task asks for.</summary>
    public IReadOnlyList<ReportAim> Aims { get; init; } = [];

    /// <summary>Position of the model that the tracks are of.</summary>
    public required int Model { get; init; }

    /// <summary>T, ≥ 1.</summary>
    public required int Steps { get; init; }

    /// <summary>E, ≥ 1.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Lower ends of the positions. Shape [3].</summary>
    public double[] Low { get; init; } = [0, 0, 0];

    /// <summary>Upper ends of the positions. Shape [3].</summary>
    public double[] High { get; init; } = [0, 0, 0];

    /// <summary>One track per body.</summary>
    public IReadOnlyList<string> Tracks { get; init; } = [];
}
