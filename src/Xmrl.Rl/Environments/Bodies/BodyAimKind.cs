namespace Xmrl.Rl.Environments.Bodies;

/// <summary>What the vector of an aim means.</summary>
internal enum BodyAimKind
{
    /// <summary>A place to reach.</summary>
    Place,

    /// <summary>A direction to go, as fast as possible.</summary>
    Direction,

    /// <summary>A velocity to keep.</summary>
    Velocity,
}
