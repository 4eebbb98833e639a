using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>The outer step by epochs: PPO for MAML, and ProMP.</summary>
/// <seealso href="https://arxiv.org/abs/1810.06784">Rothfuss et al. (2019); "author code" is the one that the paper names.</seealso>
public sealed record EpochSettings : IValidated
{
    /// <summary>Steps on the rollouts of one iteration, in [1, 1000]. Default 5 (Rothfuss et al. 2019, author code).</summary>
    /// <unit>steps</unit>
    public int Count { get; init; } = 5;

    /// <summary>Range ε of the clipped surrogate, in (0, 1). Default 0.3 (Rothfuss et al. 2019, author code).</summary>
    /// <unit>ratio of probabilities</unit>
    public double ClipRange { get; init; } = 0.3;

    /// <summary>η, first weight of the divergence of the policies before adaptation, in [0, 1000000]; ProMP alone. Default 5e-4
    /// (Rothfuss et al. 2019, author code).</summary>
    /// <unit>weight</unit>
    public double Penalty { get; init; } = 5e-4;

    /// <summary>Divergence in nats that η adapts to, &gt; 0; ProMP alone. Default 0.01 (Rothfuss et al. 2019, author code).</summary>
    /// <unit>nats</unit>
    public double TargetDivergence { get; init; } = 0.01;

    /// <summary>Whether η adapts; ProMP alone. Default true (chosen by us, untested; the author code's script leaves η constant).</summary>
    public bool AdaptsPenalty { get; init; } = true;

    /// <summary>The outer step.</summary>
    /// <param name="schedule">β over the iterations.</param>
    /// <param name="parameters">Number of meta-parameters.</param>
    /// <param name="penalizes">Whether the divergence of the policies before adaptation is penalised (ProMP), or not (PPO).</param>
    /// <returns>A new outer step.</returns>
    public IOuterStep Step(OuterSchedule schedule, int parameters, bool penalizes)
        => new EpochsOuterStep(new Adam(parameters, new AdamOptions { StepSize = schedule.First }), schedule.Cosine(), new EpochOptions
        {
            Epochs = Count,
            Penalty = penalizes ? Penalty : 0,
            TargetDivergence = TargetDivergence,
            AdaptsPenalty = AdaptsPenalty,
        });

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1000).Check(nameof(Count), Count),
        .. NumberRange.Open(0, 1).Check(nameof(ClipRange), ClipRange),
        .. NumberRange.Closed(0, 1e6).Check(nameof(Penalty), Penalty),
        .. NumberRange.Positive.Check(nameof(TargetDivergence), TargetDivergence),
    ];
}
