using Xmrl.Experiments.Configuration;

namespace Xmrl.Experiments.Settings;

/// <summary>The outer step by epochs: PPO for MAML, and ProMP.</summary>
public sealed record EpochSettings : IValidated
{
    /// <summary>Steps on the rollouts of one iteration. Default 5 (Rothfuss et al. 2019, author code).</summary>
    public int Count { get; init; } = 5;

    /// <summary>ε of the clipped surrogate. Default 0.3 (Rothfuss et al. 2019, author code).</summary>
    public double ClipRange { get; init; } = 0.3;

    /// <summary>η, first weight of the divergence of the policies before adaptation; ProMP alone. Default 5e-4 (Rothfuss et al. 2019,
    /// author code).</summary>
    public double Penalty { get; init; } = 5e-4;

    /// <summary>Divergence in nats that η adapts to; ProMP alone. Default 0.01 (Rothfuss et al. 2019, author code).</summary>
    public double TargetDivergence { get; init; } = 0.01;

    /// <summary>Whether η adapts; ProMP alone. Default true (ours; the author code's script leaves η constant).</summary>
    public bool AdaptsPenalty { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1000).Check(nameof(Count), Count),
        .. NumberRange.Open(0, 1).Check(nameof(ClipRange), ClipRange),
        .. NumberRange.Closed(0, 1e6).Check(nameof(Penalty), Penalty),
        .. NumberRange.Positive.Check(nameof(TargetDivergence), TargetDivergence),
    ];
}
