using Xmrl.Numerics.Randomness;
using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>The arm with the highest posterior mean + c·√(ln t/(n + 1)), where t numbers the pulls from 1 and n counts those of the
/// arm.</summary>
/// <param name="width">c ≥ 0; 0 is greedy.</param>
/// <exception cref="ArgumentOutOfRangeException">c is negative or not finite.</exception>
/// <seealso href="https://doi.org/10.1023/A:1013689704352">Auer, Cesa-Bianchi and Fischer (2002), UCB1, there with the plain mean and
/// √2.</seealso>
internal sealed class UpperConfidenceBound(double width) : IBanditStrategy
{
    private readonly double _width = NumberRange.NotNegative.Require(width, nameof(width));

    public int Choose(BanditHistory history, RandomKey key)
    {
        double logarithm = Math.Log(history.Pulls + 1);
        return history.Best(
            arm => history.PosteriorMean(arm)
                + (_width * Math.Sqrt(logarithm / (history.Successes(arm) + history.Failures(arm) + 1))),
            key);
    }
}
