using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>Any arm, with equal probability: n/2 on average.</summary>
internal sealed class RandomArm : IBanditStrategy
{
    public int Choose(BanditHistory history, RandomKey key) => key.Integer(0, history.Arms);
}
