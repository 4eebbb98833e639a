using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Policies;

/// <summary>A stochastic policy π_θ(a|o) over one flat parameter vector θ: layout, first values, sampling and recording. Immutable; holds
/// no parameters itself.</summary>
public interface IPolicy
{
    /// <summary>O, the number of components of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>A, the number of components of an action as the environment takes it.</summary>
    public int ActionSize { get; }

    /// <summary>k of categorical actions 0 … k − 1, which have one component; 0 for real actions.</summary>
    public int ActionChoices { get; }

    /// <summary>Number of components of an action as <see cref="Record"/> takes it.</summary>
    public int EncodedActionSize { get; }

    /// <summary>P, the length of θ.</summary>
    public int ParameterCount { get; }

    /// <summary>All tensors in the order of θ, without gaps.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Finds a tensor by name.</summary>
    /// <param name="name">For example <c>mean.weight</c>.</param>
    /// <exception cref="ArgumentException">The policy has no such tensor.</exception>
    public TensorSpec Tensor(string name);

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Each tensor draws from its own child, numbered by its place in <see cref="Tensors"/>.</param>
    /// <param name="parameters">Receives θ. Shape [P].</param>
    /// <exception cref="ArgumentException">θ has the wrong length.</exception>
    public void Initialize(RandomKey key, Span<Real> parameters);

    /// <summary>The fixed normalisation of observations.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="normalized">Receives what <see cref="Record"/> takes. Shape [O, n]; may be the same memory.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Normalize(ConstMatrix observations, Matrix normalized);

    /// <summary>Actions in the form that <see cref="Record"/> takes.</summary>
    /// <param name="actions">Executed actions. Shape [A, n].</param>
    /// <param name="encoded">Receives the encoded actions. Shape [encoded size, n].</param>
    /// <exception cref="ArgumentException">A shape or an action is wrong.</exception>
    public void EncodeActions(ConstMatrix actions, Matrix encoded);

    /// <summary>Draws the noise that actions are made of: independent of θ and of the observation.</summary>
    /// <param name="key">Source of randomness.</param>
    /// <param name="first">Number of the first draw.</param>
    /// <param name="noise">Receives draws first, first + 1, …</param>
    public void FillNoise(RandomKey key, ulong first, Span<Real> noise);

    /// <summary>Builds scratch memory for acting; one per worker.</summary>
    /// <param name="capacity">Largest number of samples per call, ≥ 1.</param>
    public IPolicyActor CreateActor(int capacity);

    /// <summary>Records π_θ(a|o) for a batch of samples.</summary>
    /// <param name="tape">The tape; receives one input per tensor.</param>
    /// <param name="observations">Normalised observations. Shape [O, samples].</param>
    /// <param name="actions">Encoded actions. Shape [encoded size, samples].</param>
    /// <returns>The recorded policy.</returns>
    public PolicyRecording Record(Tape tape, Node observations, Node actions);
}
