namespace Xmrl.Tabular;

/// <summary>One task's return after adaptation with its hyper-gradient, or why there is none.</summary>
/// <param name="Adapted">The adapted policy.</param>
/// <param name="Before">π_φ, and what it is worth.</param>
/// <param name="After">The adapted policy, and what it is worth.</param>
/// <param name="Status">Solved, or why there is no hyper-gradient.</param>
/// <param name="Gradient">∇_φ J(θ′); NaN without one. Shape [P].</param>
internal sealed record TabularOutcome(
    TabularAdapted Adapted, PolicyMoments Before, PolicyMoments After, TabularStatus Status, double[] Gradient)
{
    /// <summary>J of the adapted policy.</summary>
    public double Value => After.Return;

    /// <summary>A sentence for people; empty where all went well.</summary>
    public string Detail => Status switch
    {
        TabularStatus.Solved => string.Empty,
        TabularStatus.ZeroProbability =>
            "The policy gives an action of a state the probability 0: the adaptation is not differentiable there, and no step was taken.",
        TabularStatus.NonFinite when Adapted.Detail.Length == 0 => "A component of the hyper-gradient is not finite.",
        _ => Adapted.Detail,
    };
}
