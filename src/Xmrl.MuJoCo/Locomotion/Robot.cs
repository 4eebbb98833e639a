namespace Xmrl.MuJoCo.Locomotion;

/// <summary>The simulated robots.</summary>
public enum Robot
{
    /// <summary>A planar cheetah of seven links: 17 observations, six motors.</summary>
    HalfCheetah,

    /// <summary>A ball with four legs of two joints: 27 observations, eight motors.</summary>
    Ant,

    /// <summary>A planar chain of three links in a viscous medium: eight observations, two motors.</summary>
    Swimmer,
}
