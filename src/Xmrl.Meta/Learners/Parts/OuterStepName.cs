namespace Xmrl.Meta.Learners.Parts;

/// <summary>Outer steps by name.</summary>
public enum OuterStepName
{
    /// <summary>Adam with a cosine schedule.</summary>
    Adam,

    /// <summary>Gradient ascent with a cosine schedule.</summary>
    Sgd,

    /// <summary>TRPO.</summary>
    TrustRegion,

    /// <summary>Several Adam steps per iteration on a clipped surrogate: PPO, and the step of ProMP.</summary>
    Epochs,
}
