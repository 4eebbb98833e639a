using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>The last arm as long as it pays, else the next one, in a circle: needs the last arm and reward alone, no memory.</summary>
/// <seealso href="https://doi.org/10.1090/S0002-9904-1952-09620-8">Robbins (1952).</seealso>
internal sealed class WinStayLoseShift : IBanditStrategy
{
    public int Choose(BanditHistory history, RandomKey key) => history switch
    {
        { Pulls: 0 } => 0,
        { LastPaid: true } => history.LastArm,
        _ => (history.LastArm + 1) % history.Arms,
    };
}
