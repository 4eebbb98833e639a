using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Latents.Networks;

/// <summary>All networks in one flat vector θ: encoder, decoders, the normalisation of the policy's inputs, policy, value.</summary>
/// <remarks>The normalisation is statistics of the training, which no gradient moves; it lies in θ so that θ alone is a whole
/// policy.</remarks>
internal sealed class LatentNetworks
{
    private readonly List<NetworkPart> _parts = [];
    private readonly ImmutableArray<NetworkPart> _valueEmbeddings;

    /// <summary>Lays them out.</summary>
    /// <param name="spec">Sizes of the environment.</param>
    /// <param name="form">Says the kind of actions and the hidden layers of policy and value.</param>
    /// <param name="shape">Sizes of the networks.</param>
    /// <exception cref="ArgumentException">The policy is not a perceptron of this library, or has a context.</exception>
    public LatentNetworks(EnvironmentSpec spec, IPolicy form, LatentShape shape)
    {
        (Spec, Shape) = (spec, shape);
        ImmutableArray<int> seen = [spec.ObservationSize, 2 * shape.LatentSize];
        Policy = new LatentPolicy(form, shape.SeenComponents > 0 ? [.. seen, shape.SeenComponents] : seen, shape.PolicyEmbedding);
        Recurrent = new GruNetwork(new GruPolicy(Embedding(form, shape.EmbeddingSize), shape.MemorySize));
        int memory = shape.MemorySize;
        int latent = shape.LatentSize;
        int mixture = shape.SeenComponents;
        End = RecurrentLength;
        if (mixture > 0)
        {
            ComponentHead = Add("components", [memory, .. shape.HeadSizes, mixture]);
            Prior = Add("prior", [mixture, 2 * latent]);
        }

        LatentHead = Add("latent", [memory + mixture, .. shape.HeadSizes, 2 * latent]);
        EncoderEnd = End;
        CodeSize = shape.DispersionSizes.IsEmpty ? latent : memory;
        Dispersion = shape.DispersionSizes.IsEmpty ? null : Add("dispersion", [latent, .. shape.DispersionSizes, memory]);
        int encoded = Policy.EncodedActionSize;
        (int state, int action) = (shape.StateEmbedding, shape.ActionEmbedding);
        RewardState = Add("reward.state", [spec.ObservationSize, state]);
        RewardAction = Add("reward.action", [encoded, action]);
        Reward = Add("reward.decoder", [CodeSize + (2 * state) + action, .. shape.DecoderSizes, 1]);
        StateState = Add("state.state", [spec.ObservationSize, state]);
        StateAction = Add("state.action", [encoded, action]);
        State = Add("state.decoder", [latent + state + action, .. shape.DecoderSizes, spec.ObservationSize]);
        DecoderEnd = End;
        Centre = new TensorSpec("normalizer.centre", FeatureSize, 1, End);
        Scale = new TensorSpec("normalizer.scale", FeatureSize, 1, Centre.Offset + FeatureSize);
        RewardScale = new TensorSpec("normalizer.reward", 1, 1, Scale.Offset + FeatureSize);
        PolicyOffset = RewardScale.Offset + 1;
        End = PolicyEnd = PolicyOffset + Policy.ParameterCount;
        _valueEmbeddings = Policy.Lay(PolicyEnd);
        End = _valueEmbeddings[^1].End;
        (ImmutableArray<int> hidden, Activation activation) = Layers(form);
        Value = Add("value", [(_valueEmbeddings.Length * shape.PolicyEmbedding) + 1, .. hidden, 1], activation);
        Tensors =
        [
            .. Recurrent.Policy.Tensors.Where(tensor => tensor.Offset < RecurrentLength)
                .Select(tensor => tensor with { Name = $"encoder.{tensor.Name}" }),
            .. _parts.Where(part => part != Value).SelectMany(part => part.Tensors), Centre, Scale, RewardScale,
            .. Policy.Tensors.Select(tensor => tensor with { Name = $"policy.{tensor.Name}", Offset = PolicyOffset + tensor.Offset }),
            .. _valueEmbeddings.SelectMany(part => part.Tensors).Select(tensor => tensor with { Name = $"value.{tensor.Name}" }),
            .. Value.Tensors,
        ];
    }

    /// <summary>The environment.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>Sizes.</summary>
    public LatentShape Shape { get; }

    /// <summary>The memory; its parameters are the first of θ, without those of a head.</summary>
    public GruNetwork Recurrent { get; }

    /// <summary>Number of parameters of the memory.</summary>
    public int RecurrentLength => Recurrent.Policy.HeadOffset;

    /// <summary>q(y|h); null with one component.</summary>
    public NetworkPart? ComponentHead { get; }

    /// <summary>p(z|y); null with one component, where it is N(0, I).</summary>
    public NetworkPart? Prior { get; }

    /// <summary>q(z|h, y).</summary>
    public NetworkPart LatentHead { get; }

    /// <summary>Index after the encoder's last parameter.</summary>
    public int EncoderEnd { get; }

    /// <summary>z → ĥ; null where the decoders see z.</summary>
    public NetworkPart? Dispersion { get; }

    /// <summary>Components of what the reward's decoder sees of the latent: M, or L without dispersion.</summary>
    public int CodeSize { get; }

    /// <summary>Embeds s and s′ for the reward.</summary>
    public NetworkPart RewardState { get; }

    /// <summary>Embeds a for the reward.</summary>
    public NetworkPart RewardAction { get; }

    /// <summary>Decoder of rewards R̂.</summary>
    public NetworkPart Reward { get; }

    /// <summary>Embeds s for the next state.</summary>
    public NetworkPart StateState { get; }

    /// <summary>Embeds a for the next state.</summary>
    public NetworkPart StateAction { get; }

    /// <summary>Decoder of next observations Ŝ.</summary>
    public NetworkPart State { get; }

    /// <summary>Index after the decoders' last parameter.</summary>
    public int DecoderEnd { get; }

    /// <summary>Means of the policy's inputs. Shape [F, 1].</summary>
    public TensorSpec Centre { get; }

    /// <summary>One over their deviations. Shape [F, 1].</summary>
    public TensorSpec Scale { get; }

    /// <summary>One over the deviation of discounted returns, by which rewards are multiplied. Shape [1, 1].</summary>
    public TensorSpec RewardScale { get; }

    /// <summary>F, the policy's inputs: o, μ, ln σ², q(y).</summary>
    public int FeatureSize => Policy.ObservationSize;

    /// <summary>The policy, whose parameters begin at <see cref="PolicyOffset"/>.</summary>
    public LatentPolicy Policy { get; }

    /// <summary>Index of the policy's first parameter.</summary>
    public int PolicyOffset { get; }

    /// <summary>Index after its last.</summary>
    public int PolicyEnd { get; }

    /// <summary>The value's embeddings of the same inputs.</summary>
    public ImmutableArray<NetworkPart> ValueEmbeddings => _valueEmbeddings;

    /// <summary>V(embeddings, t/T).</summary>
    public NetworkPart Value { get; }

    /// <summary>Number of parameters P.</summary>
    public int End { get; private set; }

    /// <summary>All tensors.</summary>
    public IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">Receives θ. Shape [P].</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        MlpBody.CheckLength(parameters, End);
        var recurrent = new Real[Recurrent.Policy.ParameterCount];
        Recurrent.Policy.Initialize(key.Derive(0), recurrent);
        recurrent.AsSpan(0, RecurrentLength).CopyTo(parameters);
        foreach ((int i, NetworkPart part) in _parts.Concat(_valueEmbeddings).Index())
        {
            part.Initialize(key.Derive(i + 2), parameters);
        }

        Centre.Of(parameters).Clear();
        Scale.Of(parameters).Fill(1);
        RewardScale.Of(parameters).Fill(1);
        Policy.Initialize(key.Derive(1), parameters[PolicyOffset..PolicyEnd]);
    }

    private static IPolicy Embedding(IPolicy form, int size) => form switch
    {
        GaussianMlpPolicy gaussian => new GaussianMlpPolicy(
            gaussian.Shape with { HiddenSizes = [size], Activation = Activation.Relu }),
        CategoricalMlpPolicy categorical => new CategoricalMlpPolicy(
            categorical.Shape with { HiddenSizes = [size], Activation = Activation.Relu }),
        _ => form,
    };

    private static (ImmutableArray<int> Hidden, Activation Activation) Layers(IPolicy form) => form switch
    {
        GaussianMlpPolicy gaussian => (gaussian.Shape.HiddenSizes, gaussian.Shape.Activation),
        CategoricalMlpPolicy categorical => (categorical.Shape.HiddenSizes, categorical.Shape.Activation),
        _ => throw new InvalidOperationException("The kinds of policy were checked by LatentPolicy."),
    };

    private NetworkPart Add(string name, ImmutableArray<int> sizes, Activation activation = Activation.Relu)
    {
        var part = new NetworkPart(name, sizes, activation, End);
        _parts.Add(part);
        End = part.End;
        return part;
    }
}
