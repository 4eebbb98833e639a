namespace Xmrl.Environments.BernoulliBandit;

/// <summary>Constants of <c>BernoulliBandit-v1</c>.</summary>
public sealed record BernoulliBanditOptions
{
    /// <summary>k ≥ 2, the number of arms. Default 10 (robustness, §3).</summary>
    public int Arms
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(Arms));
            field = value;
        }
    }

    = 10;

    /// <summary>Pulls per episode, ≥ 1. Default 1,000 (robustness, Figure 3).</summary>
    public int Pulls
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Pulls));
            field = value;
        }
    }

    = 1000;
}
