namespace Xmrl.MuJoCo.Simulations;

/// <summary>Whether the engine could compute what was asked, since the last reset. Where several hold, the first of this list is
/// reported.</summary>
internal enum SimulationStatus
{
    /// <summary>It could.</summary>
    Stable,

    /// <summary>A position was not finite or too large; the engine has put the simulation back to its initial state.</summary>
    UnstablePosition,

    /// <summary>A velocity was not finite or too large; the engine has put the simulation back to its initial state.</summary>
    UnstableVelocity,

    /// <summary>An acceleration was not finite or too large; the engine has put the simulation back to its initial state.</summary>
    UnstableAcceleration,

    /// <summary>The inertia matrix was close to singular.</summary>
    SingularInertia,

    /// <summary>A control was not finite; the engine has taken all controls as zero.</summary>
    BadControl,

    /// <summary>More contacts than the model provides for; some were left out.</summary>
    ContactsFull,

    /// <summary>More constraints than the model provides for; some were left out.</summary>
    ConstraintsFull,
}
