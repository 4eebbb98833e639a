namespace Xmrl.Runs.Reports.Replays;

/// <summary>What the vector of an aim means.</summary>
internal enum ReportAimKind
{
    /// <summary>A place to reach.</summary>
    Place,

    /// <summary>A direction to go.</summary>
    Direction,

    /// <summary>A velocity to keep.</summary>
    Velocity,
}
