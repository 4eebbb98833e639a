using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Networks;

/// <summary>π(a|o, μ, ln σ², q(y)): each of the normalised inputs has an embedding of its own, and a perceptron observes the
/// embeddings. Its observation is all inputs one above another.</summary>
/// <remarks>Tensors in order: <c>{input}.output.weight</c> and <c>.bias</c> of each embedding, then those of the perceptron.</remarks>
internal sealed class LatentPolicy : IPolicy
{
    private readonly ImmutableArray<int> _inputs;
    private readonly int _embedding;
    private readonly int _headOffset;

    /// <summary>Lays out the policy.</summary>
    /// <param name="form">Says hidden layers and kind of the perceptron.</param>
    /// <param name="inputs">Sizes of the inputs, in order.</param>
    /// <param name="embedding">Units of every embedding, ≥ 1.</param>
    /// <exception cref="ArgumentException">The policy is not a perceptron of this library, or has a context.</exception>
    public LatentPolicy(IPolicy form, ImmutableArray<int> inputs, int embedding)
    {
        (_inputs, _embedding) = (inputs, embedding);
        ObservationSize = inputs.Sum();
        int size = inputs.Length * embedding;
        Head = form switch
        {
            GaussianMlpPolicy { Shape.ContextSize: 0 } gaussian => new GaussianMlpPolicy(
                gaussian.Shape with { ObservationSize = size, ObservationCentre = [], ObservationScale = [] }),
            CategoricalMlpPolicy { Shape.ContextSize: 0 } categorical => new CategoricalMlpPolicy(
                categorical.Shape with { ObservationSize = size, ObservationCentre = [], ObservationScale = [] }),
            _ => throw new ArgumentException(
                $"A policy that observes a latent is made from a Gaussian or categorical perceptron without context; found "
                    + $"{form.GetType().Name}. Set policy.contextSize=0.",
                nameof(form)),
        };
        Embeddings = Lay(0);
        _headOffset = Embeddings[^1].End;
        ParameterCount = _headOffset + Head.ParameterCount;
        Tensors =
        [
            .. Embeddings.SelectMany(part => part.Tensors),
            .. Head.Tensors.Select(tensor => tensor with { Offset = _headOffset + tensor.Offset }),
        ];
    }

    /// <summary>One embedding per input.</summary>
    public ImmutableArray<NetworkPart> Embeddings { get; }

    /// <summary>The perceptron that observes the embeddings.</summary>
    public IPolicy Head { get; }

    /// <inheritdoc/>
    public int ObservationSize { get; }

    /// <inheritdoc/>
    public int ActionSize => Head.ActionSize;

    /// <inheritdoc/>
    public int ActionChoices => Head.ActionChoices;

    /// <inheritdoc/>
    public int EncodedActionSize => Head.EncodedActionSize;

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <inheritdoc/>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>One embedding per input from a place on.</summary>
    /// <param name="offset">Index of the first parameter.</param>
    public ImmutableArray<NetworkPart> Lay(int offset)
    {
        ImmutableArray<NetworkPart>.Builder parts = ImmutableArray.CreateBuilder<NetworkPart>();
        foreach ((int i, int size) in _inputs.Index())
        {
            parts.Add(new NetworkPart($"input.{i}", [size, _embedding], Activation.Identity, offset));
            offset = parts[^1].End;
        }

        return parts.ToImmutable();
    }

    /// <summary>Records the embeddings, one above another.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parts">The embeddings.</param>
    /// <param name="parameters">One node per tensor of them.</param>
    /// <param name="observations">Shape [O, n].</param>
    /// <returns>Shape [inputs·units, n].</returns>
    public Node Embed(Tape tape, ImmutableArray<NetworkPart> parts, ReadOnlySpan<Node> parameters, Node observations)
    {
        Node? all = null;
        int first = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            Node own = tape.Tanh(parts[i].Record(
                tape, parameters.Slice(2 * i, 2).ToArray(), tape.SliceRows(observations, first, _inputs[i])));
            all = all is { } above ? tape.ConcatRows(above, own) : own;
            first += _inputs[i];
        }

        return all!.Value;
    }

    /// <inheritdoc/>
    public TensorSpec Tensor(string name) => MlpBody.Find(Tensors, name);

    /// <inheritdoc/>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        MlpBody.CheckLength(parameters, ParameterCount);
        foreach ((int i, NetworkPart part) in Embeddings.Index())
        {
            part.Initialize(key.Derive(i), parameters);
        }

        Head.Initialize(key.Derive(Embeddings.Length), parameters[_headOffset..]);
    }

    /// <inheritdoc/>
    /// <remarks>The inputs come normalised, by statistics of the training.</remarks>
    public void Normalize(ConstMatrix observations, Matrix normalized) => observations.CopyTo(normalized);

    /// <inheritdoc/>
    public void EncodeActions(ConstMatrix actions, Matrix encoded) => Head.EncodeActions(actions, encoded);

    /// <inheritdoc/>
    public void FillNoise(RandomKey key, ulong first, Span<Real> noise) => Head.FillNoise(key, first, noise);

    /// <inheritdoc/>
    public IPolicyActor CreateActor(int capacity) => new LatentPolicyActor(this, capacity, _headOffset);

    /// <inheritdoc/>
    public PolicyRecording Record(Tape tape, Node observations, Node actions)
    {
        Node[] embeddings = [.. Embeddings.SelectMany(part => part.Inputs(tape))];
        PolicyRecording head = Head.Record(tape, Embed(tape, Embeddings, embeddings, observations), actions);
        return new PolicyRecording
        {
            Tape = tape,
            Policy = this,
            Parameters = [.. embeddings, .. head.Parameters],
            LogProbability = head.LogProbability,
            Statistics = head.Statistics,
            Entropy = head.Entropy,
            DivergenceFrom = head.DivergenceFrom,
            DivergenceTo = head.DivergenceTo,
            FisherMetric = head.FisherMetric,
        };
    }
}
