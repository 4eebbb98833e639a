using Xmrl.Numerics.Linear;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Sampling;

namespace Xmrl.Meta.Trials;

/// <summary>What one thread needs to sample trials and to differentiate them.</summary>
internal sealed class TrialWorker(TrialLearner learner) : IDisposable
{
    /// <summary>Runs trials.</summary>
    public TrialSampler Sampler { get; } = new(learner.Family, learner.Network);

    /// <summary>The clipped surrogate, truncated as configured.</summary>
    public TrialEvaluator Clipped { get; } = new(learner.Network, learner.ClippedProgram, learner.Options.Window)
    {
        EntropyWeight = learner.Options.Entropy,
    };

    /// <summary>The surrogate without clipping, over whole trials: its derivatives are those of the objective.</summary>
    public TrialEvaluator Objective { get; } = new(learner.Network, learner.ObjectiveProgram, 0);

    /// <summary>Sums of the value's fit.</summary>
    public RidgeRegression Regression { get; } = new(learner.Features.Count);

    /// <inheritdoc/>
    public void Dispose() => Sampler.Dispose();
}
