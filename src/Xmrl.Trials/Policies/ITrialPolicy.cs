using System.Collections.Immutable;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Trials.Policies;

/// <summary>A policy that sees the history of its trial, over one flat parameter vector θ: a ~ π(·|what it knows of the trial). Immutable;
/// holds no parameters itself.</summary>
internal interface ITrialPolicy
{
    /// <summary>O of the environment.</summary>
    int ObservationSize { get; }

    /// <summary>Rows of x: observation, encoded action, reward, start flag.</summary>
    int InputSize { get; }

    /// <summary>M, numbers that the policy knows its trial by: the first that the head observes.</summary>
    int MemorySize { get; }

    /// <summary>P, the length of θ.</summary>
    int ParameterCount { get; }

    /// <summary>All tensors in the order of θ, without gaps.</summary>
    ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>π given what is known; its parameters begin at <see cref="HeadOffset"/> and are the last of θ.</summary>
    IPolicy Head { get; }

    /// <summary>First parameter of the head.</summary>
    int HeadOffset { get; }

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">Receives θ. Shape [P].</param>
    void Initialize(RandomKey key, Span<Real> parameters);

    /// <summary>Brings inputs x to the scale that the policy is told them in.</summary>
    /// <param name="inputs">Shape [I, n].</param>
    /// <param name="normalized">Receives them; may be the same memory.</param>
    void Normalize(ConstMatrix inputs, Matrix normalized);

    /// <summary>What trials that begin have seen: nothing.</summary>
    /// <param name="trials">Number of trials B ≥ 1.</param>
    ITrialMemory CreateMemory(int trials);

    /// <summary>What a worker plays trials with.</summary>
    ITrialPlayer CreatePlayer();
}
