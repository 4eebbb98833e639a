using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>A way to play a Bernoulli bandit that is known beforehand, beside which a learned one is judged. Keeps nothing between
/// pulls.</summary>
internal interface IBanditStrategy
{
    /// <summary>Chooses an arm.</summary>
    /// <param name="history">All pulls of this bandit so far.</param>
    /// <param name="key">All that is random in this choice is drawn from this key.</param>
    /// <returns>The arm, 0 … k − 1.</returns>
    public int Choose(BanditHistory history, RandomKey key);
}
