using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Learning;

/// <summary>A meta-learner: what its meta-parameters are, how they are trained, and how a new task is adapted to. Whether it adapts by
/// gradient steps, through a memory or through a latent code is its own affair.</summary>
/// <remarks>A learner holds no θ: trainings do, and everything else receives it. Work is divided by <see cref="Pool"/> alone, so that
/// results do not depend on threads and processes.</remarks>
public interface IMetaLearner : IDisposable
{
    /// <summary>The environments.</summary>
    IEnvironmentFamily Family { get; }

    /// <summary>All tensors of the meta-parameters, in one flat vector, without gaps.</summary>
    IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>Number of meta-parameters P.</summary>
    int ParameterCount { get; }

    /// <summary>Runs the work; not disposed by the learner.</summary>
    WorkPool Pool { get; }

    /// <summary>Draws the first meta-parameters.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">Receives θ. Shape [<see cref="ParameterCount"/>].</param>
    void Initialize(RandomKey key, Span<Real> parameters);

    /// <summary>Begins a training.</summary>
    /// <param name="start">θ at its start. Shape [<see cref="ParameterCount"/>].</param>
    /// <param name="schedule">How long its outer steps are.</param>
    /// <returns>The training, which holds a θ of its own.</returns>
    /// <exception cref="ArgumentException"><paramref name="start"/> has another length.</exception>
    IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule);

    /// <summary>How a new task is adapted to.</summary>
    IAdaptation Adaptation { get; }

    /// <summary>What explains how training tasks act on others; null where the learner offers nothing that would mean that.</summary>
    IInfluenceSource? Influence { get; }
}
