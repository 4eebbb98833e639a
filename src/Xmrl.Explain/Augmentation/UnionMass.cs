namespace Xmrl.Explain.Augmentation;

/// <summary>Total weight of the union of own and mixed samples, where a rollout without augmentation weighs 1.</summary>
/// <param name="Inner">In inner steps. 1 keeps the meaning of the inner step size.</param>
/// <param name="Outer">In the objective of the adapted policy. The union of Appendix C has mass 2.</param>
internal readonly record struct UnionMass(double Inner, double Outer)
{
    /// <summary>1 inside, 2 outside.</summary>
    public static UnionMass Default { get; } = new(1, 2);
}
