using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Policies;

/// <summary>Layout and initialisation of a Gaussian MLP policy over one flat parameter vector θ. Immutable; holds no parameters
/// itself.</summary>
/// <remarks>
/// Tensors in order: <c>layers.{l}.weight</c> [Hₗ, Hₗ₋₁], <c>layers.{l}.bias</c> [Hₗ, 1] for every hidden layer; with a context
/// <c>context</c> [C, 1] and
/// <c>context.weight</c> [H₁, C] (they feed the first layer, whichever it is); <c>mean.weight</c> [A, H_L], <c>mean.bias</c> [A, 1]; with a
/// learned deviation <c>log_std</c> [A, 1].
/// </remarks>
public sealed class GaussianMlpPolicy : IPolicy
{
    private readonly MlpBody _body;

    /// <summary>Lays out the parameters.</summary>
    /// <param name="shape">The form of the policy.</param>
    /// <exception cref="ArgumentException">Centre or scale is neither empty nor of length O, or holds a number that is not
    /// finite.</exception>
    public GaussianMlpPolicy(GaussianMlpShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _body = new MlpBody(shape, shape.ActionSize, "mean");
        Tensors = shape.LearnLogStd
            ? _body.Tensors.Add(new TensorSpec("log_std", shape.ActionSize, 1, _body.ParameterCount))
            : _body.Tensors;
        ParameterCount = Tensors.Sum(tensor => tensor.Length);
    }

    /// <summary>The form of the policy.</summary>
    public GaussianMlpShape Shape { get; }

    /// <inheritdoc/>
    public int ObservationSize => Shape.ObservationSize;

    /// <inheritdoc/>
    public int ActionSize => Shape.ActionSize;

    /// <inheritdoc/>
    public int ActionChoices => 0;

    /// <inheritdoc/>
    public int EncodedActionSize => Shape.ActionSize;

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <inheritdoc/>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Whether the normalisation of observations changes anything.</summary>
    public bool NormalizesObservations => _body.NormalizesObservations;

    /// <inheritdoc/>
    public TensorSpec Tensor(string name) => MlpBody.Find(Tensors, name);

    /// <inheritdoc/>
    /// <remarks>
    /// Weights uniform in ±g·√(6/(inputs + outputs)) (Glorot and Bengio 2010) with g = 1 for hidden layers and
    /// <see cref="MlpShape.OutputGain"/> for the last;
    /// <c>context.weight</c> standard normal, so that a gradient step in the context moves the first layer at once; biases and context
    /// zero; log σ as the shape says.
    /// </remarks>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        MlpBody.CheckLength(parameters, ParameterCount);
        _body.Initialize(key, parameters);
        if (Shape.LearnLogStd)
        {
            Tensors[^1].Of(parameters).Fill((Real)Shape.InitialLogStd);
        }
    }

    /// <summary>Builds scratch memory for evaluating the mean; one per worker.</summary>
    /// <param name="capacity">Largest number of samples per call, ≥ 1.</param>
    internal PolicyForward CreateForward(int capacity) => new(_body, ParameterCount, capacity);

    /// <inheritdoc/>
    public IPolicyActor CreateActor(int capacity) => new GaussianActor(this, capacity);

    /// <summary>σ = e^{log σ}.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="deviations">Receives σ. Shape [A].</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void StandardDeviations(ReadOnlySpan<Real> parameters, Span<Real> deviations)
    {
        MlpBody.CheckLength(parameters, ParameterCount);
        if (deviations.Length != Shape.ActionSize)
        {
            throw new ArgumentException($"deviations has shape [{deviations.Length}]; expected [{Shape.ActionSize}].", nameof(deviations));
        }

        if (!Shape.LearnLogStd)
        {
            deviations.Fill((Real)Math.Exp(Shape.InitialLogStd));
            return;
        }

        ReadOnlySpan<Real> logs = Tensors[^1].Of(parameters);
        for (int i = 0; i < logs.Length; i++)
        {
            deviations[i] = (Real)Math.Exp(logs[i]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>x = (o − centre)·scale, component by component.</remarks>
    public void Normalize(ConstMatrix observations, Matrix normalized) => _body.Normalize(observations, normalized);

    /// <inheritdoc/>
    /// <remarks>The actions as they are.</remarks>
    public void EncodeActions(ConstMatrix actions, Matrix encoded)
    {
        if (actions.Rows != ActionSize || encoded.Rows != ActionSize || encoded.Columns != actions.Columns)
        {
            throw new ArgumentException(
                $"actions has shape [{actions.Rows}, {actions.Columns}] and encoded [{encoded.Rows}, {encoded.Columns}]; expected both "
                    + $"[{ActionSize}, n].",
                nameof(actions));
        }

        for (int row = 0; row < actions.Rows; row++)
        {
            actions.Row(row).CopyTo(encoded.Row(row));
        }
    }

    /// <inheritdoc/>
    /// <remarks>Standard normal.</remarks>
    public void FillNoise(RandomKey key, ulong first, Span<Real> noise) => key.FillNormal(first, noise);

    /// <inheritdoc/>
    public PolicyRecording Record(Tape tape, Node observations, Node actions)
    {
        Node[] parameters = PolicyRecording.ParameterInputs(tape, this);
        Node mean = _body.Record(tape, parameters, observations);
        Node logStd = Shape.LearnLogStd ? parameters[^1] : tape.Constant(Shape.InitialLogStd, new Shape(Shape.ActionSize, 1));
        return new PolicyRecording
        {
            Tape = tape,
            Policy = this,
            Parameters = parameters,
            LogProbability = LogDensity(tape, mean, logStd, actions),
            Statistics = [mean, logStd],
            Entropy = () => tape.Sum(logStd) + (0.5 * Shape.ActionSize * (1 + Math.Log(2 * Math.PI))),
            FisherMetric = moves =>
            [
                moves[0] * tape.Broadcast(tape.Exp(-2.0 * logStd), mean.Shape),
                tape.SumSamples(tape.Broadcast(2.0 * moves[1], mean.Shape)),
            ],
            DivergenceFrom = other => Divergence(tape, (other[0], other[1]), (mean, logStd)),
            DivergenceTo = other => Divergence(tape, (mean, logStd), (other[0], other[1])),
        };
    }

    private static Node LogDensity(Tape tape, Node mean, Node logStd, Node actions)
    {
        Shape row = new(1, Autodiff.Shape.Batch);
        Node standardized = (actions - mean) * tape.Broadcast(tape.Exp(-logStd), mean.Shape);
        Node constant = tape.Sum(logStd) + (0.5 * mean.Shape.Rows * Math.Log(2 * Math.PI));
        return (-0.5 * tape.SumFeatures(tape.Square(standardized))) - tape.Broadcast(constant, row);
    }

    /// <summary>KL(N(m, diag s²) ‖ N(μ, diag σ²)) = Σ ln(σ/s) + (s² + (m − μ)²)/(2σ²) − ½.</summary>
    private static Node Divergence(Tape tape, (Node Mean, Node LogStd) from, (Node Mean, Node LogStd) to)
    {
        Node logRatio = to.LogStd - from.LogStd;
        Node inverseVariance = tape.Exp(-2.0 * to.LogStd);
        Node spread = 0.5 * tape.Exp(-2.0 * logRatio);
        Node fixedPart = logRatio + spread + -0.5;
        Node shift = 0.5 * (tape.Square(from.Mean - to.Mean) * tape.Broadcast(inverseVariance, to.Mean.Shape));
        return tape.SumFeatures(shift + tape.Broadcast(fixedPart, to.Mean.Shape));
    }
}
