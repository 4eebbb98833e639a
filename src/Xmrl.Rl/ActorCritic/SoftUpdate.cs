namespace Xmrl.Rl.ActorCritic;

/// <summary>What a soft critic's target is made of.</summary>
internal enum SoftUpdate
{
    /// <summary>A value network with a slow copy, at temperature 1: the scale of the rewards sets how random the policy stays (Haarnoja et
    /// al. 2018a; PEARL).</summary>
    ValueTarget,

    /// <summary>Slow copies of both critics, and a temperature that is learned (Haarnoja et al. 2018b).</summary>
    TwinTarget,
}
