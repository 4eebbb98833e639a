namespace Xmrl.Rl.Policies;

/// <summary>How far an adapted policy π_θ is from the policy π_φ that it is pulled to.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Section 3: D₃, D₁ and D₂ in this order.</seealso>
public enum ProximalDivergence
{
    /// <summary>Between parameters: ½‖θ − φ‖².</summary>
    Parameters,

    /// <summary>Forward: mean over samples of KL(π_φ(·|s) ‖ π_θ(·|s)).</summary>
    Forward,

    /// <summary>Reverse: mean over samples of KL(π_θ(·|s) ‖ π_φ(·|s)).</summary>
    Reverse,
}
