namespace Xmrl.Explain.Augmentation;

/// <summary>The advantage of an action taken in a mixed state.</summary>
public enum MixedAdvantage
{
    /// <summary>r̄ + γV(s̄′) − V(s̄) with a value function of the state alone: a policy gradient at the mixed state.</summary>
    Bootstrapped,

    /// <summary>λA + (1 − λ)A′ of the two visited samples (what Lemma 5 of the paper differentiates).
    /// It does not depend on the action that is taken anew, so its expected gradient is zero: kept for comparison.</summary>
    Interpolated,
}
