namespace Xmrl.Runs.Reports.Replays;

/// <summary>Solids and their sizes.</summary>
internal enum ReportSolid
{
    /// <summary>Radius.</summary>
    Sphere,

    /// <summary>Radius, and half the length between the centres of its ends, along z.</summary>
    Capsule,

    /// <summary>Half axes.</summary>
    Ellipsoid,

    /// <summary>Radius and half height, along z.</summary>
    Cylinder,

    /// <summary>Half edges.</summary>
    Box,
}
