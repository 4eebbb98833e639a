using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>The arm whose success rate has the highest posterior mean, as if the next pull were the last.</summary>
internal sealed class GreedyPosteriorMean : IBanditStrategy
{
    public int Choose(BanditHistory history, RandomKey key) => history.Best(history.PosteriorMean, key);
}
