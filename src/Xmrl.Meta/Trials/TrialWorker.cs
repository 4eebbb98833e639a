using Xmrl.Numerics.Linear;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Sampling;

namespace Xmrl.Meta.Trials;

/// <summary>What one thread needs to sample trials and to differentiate them.</summary>
internal sealed class TrialWorker(TrialLearner learner) : IDisposable
{
    /// <summary>Runs trials.</summary>
    public TrialSampler Sampler { get; } = new(learner.Family, learner.Policy);

    /// <summary>The clipped surrogate, truncated as configured.</summary>
    public ITrialObjective Clipped { get; } = Weighted(learner);

    /// <summary>The surrogate without clipping, over whole trials: its derivatives are those of the objective.</summary>
    public ITrialObjective Objective { get; } = learner.Objective(learner.ObjectiveProgram, 0);

    /// <summary>Sums of the value's fit.</summary>
    public RidgeRegression Regression { get; } = new(learner.Features.Count);

    /// <inheritdoc/>
    public void Dispose() => Sampler.Dispose();

    private static ITrialObjective Weighted(TrialLearner learner)
    {
        ITrialObjective objective = learner.Objective(learner.ClippedProgram, learner.Options.Window);
        objective.EntropyWeight = learner.Options.Entropy;
        return objective;
    }
}
