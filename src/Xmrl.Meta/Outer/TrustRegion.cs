namespace Xmrl.Meta.Outer;

/// <summary>Whose divergence a trust region bounds.</summary>
public enum TrustRegion
{
    /// <summary>The adapted policies, on their rollouts: the Fisher matrix goes through the adaptation.</summary>
    AdaptedPolicies,

    /// <summary>The meta-policy, on the rollouts before adaptation: a product costs no derivative of the adaptation.</summary>
    MetaPolicy,
}
