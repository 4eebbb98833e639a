namespace Xmrl.Rl.Environments.Bodies;

/// <summary>Solids, whose sizes are those of MuJoCo.</summary>
internal enum BodyShapeKind
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
