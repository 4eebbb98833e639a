using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Policies;

/// <summary>Layout and initialisation of a softmax policy over one flat parameter vector θ. Immutable; holds no parameters
/// itself.</summary>
/// <remarks>
/// Tensors in order: <c>layers.{l}.weight</c>, <c>layers.{l}.bias</c> for every hidden layer; with a context <c>context</c> [C, 1] and
/// <c>context.weight</c> [H₁, C];
/// <c>logits.weight</c> [k, H_L], <c>logits.bias</c> [k, 1]. An action is the number of the choice; recorded actions are one-hot.
/// </remarks>
public sealed class CategoricalMlpPolicy : IPolicy
{
    private readonly MlpBody _body;

    /// <summary>Lays out the parameters.</summary>
    /// <param name="shape">The form of the policy.</param>
    /// <exception cref="ArgumentException">Centre or scale is neither empty nor of length O, or holds a number that is not
    /// finite.</exception>
    public CategoricalMlpPolicy(CategoricalMlpShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _body = new MlpBody(shape, shape.Choices, "logits");
    }

    /// <summary>The form of the policy.</summary>
    public CategoricalMlpShape Shape { get; }

    /// <inheritdoc/>
    public int ObservationSize => Shape.ObservationSize;

    /// <inheritdoc/>
    public int ActionSize => 1;

    /// <inheritdoc/>
    public int ActionChoices => Shape.Choices;

    /// <inheritdoc/>
    public int EncodedActionSize => Shape.Choices;

    /// <inheritdoc/>
    public int ParameterCount => _body.ParameterCount;

    /// <inheritdoc/>
    public ImmutableArray<TensorSpec> Tensors => _body.Tensors;

    /// <inheritdoc/>
    public TensorSpec Tensor(string name) => MlpBody.Find(Tensors, name);

    /// <inheritdoc/>
    /// <remarks>As of <see cref="GaussianMlpPolicy.Initialize"/>.</remarks>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        MlpBody.CheckLength(parameters, ParameterCount);
        _body.Initialize(key, parameters);
    }

    /// <summary>Builds scratch memory for evaluating the logits; one per worker.</summary>
    /// <param name="capacity">Largest number of samples per call, ≥ 1.</param>
    internal PolicyForward CreateForward(int capacity) => new(_body, ParameterCount, capacity);

    /// <inheritdoc/>
    public IPolicyActor CreateActor(int capacity) => new CategoricalActor(this, capacity);

    /// <inheritdoc/>
    public void Normalize(ConstMatrix observations, Matrix normalized) => _body.Normalize(observations, normalized);

    /// <inheritdoc/>
    /// <remarks>One-hot columns.</remarks>
    public void EncodeActions(ConstMatrix actions, Matrix encoded)
    {
        if (actions.Rows != 1 || encoded.Rows != Shape.Choices || encoded.Columns != actions.Columns)
        {
            throw new ArgumentException(
                $"actions has shape [{actions.Rows}, {actions.Columns}] and encoded [{encoded.Rows}, {encoded.Columns}]; expected [1, "
                    + $"n] and [{Shape.Choices}, n].",
                nameof(actions));
        }

        for (int i = 0; i < actions.Columns; i++)
        {
            Real action = actions[0, i];
            if (!(action >= 0 && action < Shape.Choices && action == Math.Floor(action)))
            {
                throw new ArgumentException($"Action {i} must be one of 0 … {Shape.Choices - 1}; found {action}.", nameof(actions));
            }

            for (int c = 0; c < Shape.Choices; c++)
            {
                encoded[c, i] = c == (int)action ? 1 : 0;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Uniform in [0, 1).</remarks>
    public void FillNoise(RandomKey key, ulong first, Span<Real> noise) => key.FillUniform(first, noise);

    /// <inheritdoc/>
    public PolicyRecording Record(Tape tape, Node observations, Node actions)
    {
        Node[] parameters = PolicyRecording.ParameterInputs(tape, this);
        Node logits = _body.Record(tape, parameters, observations);

        // ln Σ e^l from the largest logit, so that nothing overflows; the shift cancels in value and derivative.
        Node largest = -tape.SliceRows(logits, 0, 1);
        for (int c = 1; c < Shape.Choices; c++)
        {
            largest = tape.Minimum(largest, -tape.SliceRows(logits, c, 1));
        }

        Node shifted = logits - tape.Broadcast(tape.StopGradient(-largest), logits.Shape);
        Node log = shifted - tape.Broadcast(tape.Log(tape.SumFeatures(tape.Exp(shifted))), logits.Shape);
        return new PolicyRecording
        {
            Tape = tape,
            Policy = this,
            Parameters = parameters,
            LogProbability = tape.SumFeatures(actions * log),
            Statistics = [log],
            Entropy = () => -tape.SumFeatures(tape.Exp(log) * log),
            FisherMetric = moves => [tape.Exp(log) * moves[0]],
            DivergenceFrom = other => tape.SumFeatures(tape.Exp(other[0]) * (other[0] - log)),
            DivergenceTo = other => tape.SumFeatures(tape.Exp(log) * (log - other[0])),
        };
    }
}
