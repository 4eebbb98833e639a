using System.Collections.Immutable;
using Xmrl.Attention.Networks;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Episodes;

/// <summary>A policy that attends to the episodes of its trial over one flat parameter vector θ: a ~ π(·|C, o), where C is what a
/// transformer across episodes makes of what a transformer within episodes makes of each. Immutable; holds no parameters itself.</summary>
/// <remarks>The current episode shows its last T_w transitions, each past one as many in a row from a random place. Tensors in order: those
/// of <see cref="AttentionTensors"/>, then those of the head, which observes C above o.</remarks>
internal sealed class AttentionPolicy : ITrialPolicy
{
    /// <summary>Most decisions of an episode that share what they know of past ones in one sample.</summary>
    public const int MostDecisions = 16;

    private readonly MlpBody _input;
    private readonly AttentionTensors _own;

    /// <summary>Lays out the parameters and compiles what all workers share.</summary>
    /// <param name="policy">Says sizes and normalisation, and kind and hidden layers of the head.</param>
    /// <param name="shape">Sizes of the transformers.</param>
    /// <param name="horizon">Most steps of an episode.</param>
    /// <exception cref="ArgumentException">The policy is not a perceptron of this library, or has a context; or the width is not a multiple
    /// of the number of heads.</exception>
    public AttentionPolicy(IPolicy policy, AttentionShape shape, int horizon)
    {
        Shape = shape;
        if (shape.Width % shape.Heads != 0)
        {
            throw new ArgumentException($"width must be a multiple of heads, {shape.Heads}; found {shape.Width}.", nameof(shape));
        }

        MlpShape form = Form = TrialForm.Of(policy);
        int observed = shape.Width + form.ObservationSize;
        Head = TrialForm.Head(policy, observed, form.HiddenSizes);
        ObservationSize = policy.ObservationSize;
        InputSize = ObservationSize + Head.EncodedActionSize + 2;
        _input = TrialForm.Input(form, InputSize, shape.Width);
        _own = new AttentionTensors(shape, InputSize);
        ParameterCount = _own.Count + Head.ParameterCount;
        Tensors = [.. _own.All, .. Head.Tensors.Select(tensor => tensor with { Offset = HeadOffset + tensor.Offset })];
        Acting = new EpisodeProgram(shape, _own, InputSize, 1);
        Training = new EpisodeProgram(shape, _own, InputSize, Math.Min(horizon, MostDecisions));
        Derivatives = new EpisodeDerivatives(Training);
    }

    /// <summary>Sizes of the transformers.</summary>
    public AttentionShape Shape { get; }

    /// <summary>Normalisation of observations, and hidden layers of the head.</summary>
    public MlpShape Form { get; }

    /// <inheritdoc/>
    public int ObservationSize { get; }

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int MemorySize => Shape.Width;

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <inheritdoc/>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <inheritdoc/>
    public IPolicy Head { get; }

    /// <inheritdoc/>
    public int HeadOffset => _own.Count;

    /// <summary>The tensors of tokens and layers.</summary>
    public ImmutableArray<TensorSpec> OwnTensors => _own.All;

    /// <summary>One decision per sample.</summary>
    public EpisodeProgram Acting { get; }

    /// <summary>Several decisions of an episode per sample.</summary>
    public EpisodeProgram Training { get; }

    /// <summary>Derivatives of <see cref="Training"/>.</summary>
    public EpisodeDerivatives Derivatives { get; }

    /// <inheritdoc/>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        MlpBody.CheckLength(parameters, ParameterCount);
        _own.Initialize(key.Derive(0), parameters[..HeadOffset]);
        Head.Initialize(key.Derive(1), parameters[HeadOffset..]);
    }

    /// <inheritdoc/>
    public void Normalize(ConstMatrix inputs, Matrix normalized) => _input.Normalize(inputs, normalized);

    /// <inheritdoc/>
    public ITrialMemory CreateMemory(int trials) => new EpisodeMemory(InputSize, trials);

    /// <inheritdoc/>
    public ITrialPlayer CreatePlayer() => new EpisodePlayer(this);

    /// <summary>Binds a vector's tensors; they stay bound whatever number of samples follows.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="nodes">One node per tensor of tokens and layers.</param>
    /// <param name="vector">The vector. Shape [P].</param>
    public void Bind(Autodiff.TapeWorkspace workspace, Autodiff.Node[] nodes, ReadOnlySpan<Real> vector)
    {
        for (int k = 0; k < nodes.Length; k++)
        {
            workspace.Bind(nodes[k], _own.All[k].Of(vector));
        }
    }
}
