using Xmrl.Numerics.Autodiff;
using Xmrl.Numerics.Kernels;

namespace Xmrl.Rl.Policies;

/// <summary>A Gaussian policy recorded on a tape: its parameters as inputs, the log-probability of given actions as a node.</summary>
public sealed class PolicyRecording
{
    /// <summary>Records π_θ(a|s) for a batch of samples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="observations">Normalised observations. Shape [O, samples].</param>
    /// <param name="actions">Actions. Shape [A, samples].</param>
    public PolicyRecording(Tape tape, GaussianMlpPolicy policy, Node observations, Node actions)
    {
        Tape = tape;
        Policy = policy;
        GaussianMlpShape shape = policy.Shape;
        Parameters = [.. policy.Tensors.Select(tensor => tape.Input(tensor.Name, tensor.Rows, tensor.Columns))];

        Node hidden = observations;
        for (int layer = 0; layer < shape.HiddenSizes.Length; layer++)
        {
            hidden = tape.Linear(Parameter($"layers.{layer}.weight"), Bias(layer, $"layers.{layer}.bias"), hidden, shape.Activation);
        }

        Mean = tape.Linear(Parameter("mean.weight"), Bias(shape.HiddenSizes.Length, "mean.bias"), hidden, Activation.Identity);
        LogStd = shape.LearnLogStd ? Parameter("log_std") : tape.Constant(shape.InitialLogStd, new Shape(shape.ActionSize, 1));
        LogProbability = Density(actions);

        // A bias transformation enters where the observation enters: z₁ = W₁x + (b₁ + W_c·c).
        Node Bias(int layer, string name) => layer == 0 && shape.ContextSize > 0
            ? Parameter(name) + tape.Multiply(Parameter("context.weight"), Parameter("context"))
            : Parameter(name);
    }

    /// <summary>The tape.</summary>
    public Tape Tape { get; }

    /// <summary>The policy.</summary>
    public GaussianMlpPolicy Policy { get; }

    /// <summary>One input per tensor of the policy, in its order.</summary>
    public IReadOnlyList<Node> Parameters { get; }

    /// <summary>Mean action. Shape [A, samples].</summary>
    public Node Mean { get; }

    /// <summary>Logarithm of the standard deviation. Shape [A, 1].</summary>
    public Node LogStd { get; }

    /// <summary>ln π_θ(a|s). Shape [1, samples].</summary>
    public Node LogProbability { get; }

    /// <summary>KL(N(m, diag s²) ‖ π_θ(·|s)) per sample, in nats.</summary>
    /// <param name="mean">m. Shape [A, samples].</param>
    /// <param name="logStd">ln s. Shape [A, 1].</param>
    /// <returns>Shape [1, samples].</returns>
    public Node DivergenceFrom(Node mean, Node logStd)
    {
        // Σ ln(σ/s) + (s² + (m − μ)²)/(2σ²) − ½
        Node logRatio = LogStd - logStd;
        Node inverseVariance = Tape.Exp(-2.0 * LogStd);
        Node spread = 0.5 * Tape.Exp(-2.0 * logRatio);
        Node fixedPart = logRatio + spread + -0.5;
        Node shift = 0.5 * (Tape.Square(mean - Mean) * Tape.Broadcast(inverseVariance, Mean.Shape));
        return Tape.SumFeatures(shift + Tape.Broadcast(fixedPart, Mean.Shape));
    }

    /// <summary>The Fisher matrix of the recorded samples times a vector: Σₜ Jₜᵀ·Mₜ·Jₜ·v, where J is the derivative of mean and ln σ with respect to the parameters
    /// and M = diag(σ⁻², 2) the Fisher matrix of a Gaussian with respect to them.</summary>
    /// <param name="direction">v, one node per tensor.</param>
    /// <returns>One node per tensor.</returns>
    /// <seealso href="https://jmlr.org/papers/v21/17-678.html">Martens (2020), New insights and perspectives on the natural gradient method, §9.</seealso>
    public Node[] FisherProduct(Node[] direction)
    {
        Node[] parameters = [.. Parameters];
        Node[] moves = Tape.Tangent([Mean, LogStd], parameters, direction);
        Node mean = moves[0] * Tape.Broadcast(Tape.Exp(-2.0 * LogStd), Mean.Shape);
        Node logStd = Tape.SumSamples(Tape.Broadcast(2.0 * moves[1], Mean.Shape));
        return Tape.VectorJacobian([Mean, LogStd], [mean, logStd], parameters);
    }

    /// <summary>Splits a flat vector into the policy's tensors as inputs of the tape: a direction for Hessian-vector products.</summary>
    /// <param name="prefix">Prefix of the inputs' names.</param>
    /// <returns>One input per tensor.</returns>
    public Node[] DirectionInputs(string prefix)
        => [.. Policy.Tensors.Select(tensor => Tape.Input($"{prefix}.{tensor.Name}", tensor.Rows, tensor.Columns))];

    private Node Parameter(string name)
    {
        for (int i = 0; i < Policy.Tensors.Length; i++)
        {
            if (Policy.Tensors[i].Name == name)
            {
                return Parameters[i];
            }
        }

        throw new ArgumentException($"The policy has no tensor '{name}'.", nameof(name));
    }

    private Node Density(Node actions)
    {
        Shape row = new(1, Shape.Batch);
        Node standardized = (actions - Mean) * Tape.Broadcast(Tape.Exp(-LogStd), Mean.Shape);
        Node constant = Tape.Sum(LogStd) + (0.5 * Policy.Shape.ActionSize * Math.Log(2 * Math.PI));
        return (-0.5 * Tape.SumFeatures(Tape.Square(standardized))) - Tape.Broadcast(constant, row);
    }
}
