using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Networks;

/// <summary>MACAW's meta-parameters in one flat vector: policy with head, value, then the raw numbers that are made positive by softplus:
/// the head's coefficient and one inner step size per tensor.</summary>
/// <remarks>With latents, the layers are generated: the flat vector holds z, W and b of each, and what the networks compute with are the
/// generated parameters ψ, in the layout that plain layers have.</remarks>
internal sealed class MacawNetworks
{
    /// <summary>Lays out the networks.</summary>
    /// <param name="shape">Their form.</param>
    public MacawNetworks(MacawShape shape)
    {
        Shape = shape;
        int body = shape.Hidden.IsEmpty ? shape.ObservationSize : shape.Hidden[^1];
        Policy = new Perceptron("policy", shape.ObservationSize, shape.Hidden, shape.EncodedActionSize, 0);
        Head = new Perceptron("advantage", body + shape.EncodedActionSize, [shape.HeadUnits], 1, Policy.Length);
        Value = new Perceptron("value", shape.ObservationSize, shape.Hidden, 1, Policy.Length + Head.Length);
        PolicyTensors = [.. Policy.Tensors, .. Head.Tensors];
        if (shape.Latents > 0)
        {
            PolicyTransform = new WeightTransform(PolicyTensors, shape.Latents, 0);
            ValueTransform = new WeightTransform(Value.Tensors, shape.Latents, PolicyTransform.Length);
        }

        ImmutableArray<TensorSpec> policy = PolicyTransform?.Tensors ?? PolicyTensors;
        ImmutableArray<TensorSpec> value = ValueTransform?.Tensors ?? Value.Tensors;
        ValueOffset = value[0].Offset;
        RawOffset = value[^1].Offset + value[^1].Length;
        var coefficient = new TensorSpec("advantage.coefficient", 1, 1, RawOffset);
        var policySteps = new TensorSpec("policy.stepSizes", policy.Length, 1, RawOffset + 1);
        var valueSteps = new TensorSpec("value.stepSizes", value.Length, 1, policySteps.Offset + policySteps.Length);
        (Coefficient, PolicySteps, ValueSteps) = (coefficient, policySteps, valueSteps);
        Tensors = [.. policy, .. value, coefficient, policySteps, valueSteps];
        ParameterCount = valueSteps.Offset + valueSteps.Length;
    }

    /// <summary>The form.</summary>
    public MacawShape Shape { get; }

    /// <summary>Mean or logits of the action.</summary>
    public Perceptron Policy { get; }

    /// <summary>Â(s, a), of the body's last hidden layer and the action.</summary>
    public Perceptron Head { get; }

    /// <summary>V(s).</summary>
    public Perceptron Value { get; }

    /// <summary>How policy and head are generated; null where their layers are plain.</summary>
    public WeightTransform? PolicyTransform { get; }

    /// <summary>How the value is generated; null where its layers are plain.</summary>
    public WeightTransform? ValueTransform { get; }

    /// <summary>The tensors of policy and head that the networks compute with.</summary>
    public ImmutableArray<TensorSpec> PolicyTensors { get; }

    /// <summary>Number of parameters of policy and head that the networks compute with, which come first.</summary>
    public int PolicyLength => Policy.Length + Head.Length;

    /// <summary>Index of the value's first stored parameter.</summary>
    public int ValueOffset { get; }

    /// <summary>Index of the first raw number.</summary>
    public int RawOffset { get; }

    /// <summary>Raw coefficient λ of the head's error. Shape [1, 1].</summary>
    public TensorSpec Coefficient { get; }

    /// <summary>Raw step sizes α of the stored tensors of policy and head.</summary>
    public TensorSpec PolicySteps { get; }

    /// <summary>Raw step sizes η of the value's stored tensors.</summary>
    public TensorSpec ValueSteps { get; }

    /// <summary>All tensors.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>P, the number of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>ln(1 + eˣ).</summary>
    /// <param name="raw">The raw number x.</param>
    public static double Softplus(double raw) => raw > 0 ? raw + Math.Log(1 + Math.Exp(-raw)) : Math.Log(1 + Math.Exp(raw));

    /// <summary>Derivative of softplus.</summary>
    /// <param name="raw">The raw number x.</param>
    public static double Sigmoid(double raw) => 1 / (1 + Math.Exp(-raw));

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">Receives θ. Shape [P].</param>
    /// <param name="first">First values whose logarithms the raw numbers take: of the step sizes, and of λ; 0 for none.</param>
    /// <remarks>ρ = ln α makes the first step size ln(1 + α), as in the authors' code: 0.0009995 for 0.001.</remarks>
    public void Initialize(RandomKey key, Span<Real> parameters, (double Policy, double Value, double Coefficient) first)
    {
        if (PolicyTransform is not null && ValueTransform is not null)
        {
            PolicyTransform.Initialize(key.Derive(0), parameters);
            ValueTransform.Initialize(key.Derive(2), parameters);
        }
        else
        {
            Policy.Initialize(key.Derive(0), parameters);
            Head.Initialize(key.Derive(1), parameters);
            Value.Initialize(key.Derive(2), parameters);
        }

        Coefficient.Of(parameters).Fill((Real)Raw(first.Coefficient));
        PolicySteps.Of(parameters).Fill((Real)Raw(first.Policy));
        ValueSteps.Of(parameters).Fill((Real)Raw(first.Value));
    }

    /// <summary>Raw number of a first value; so low for 0 that softplus gives 0.</summary>
    private static double Raw(double value) => value > 0 ? Math.Log(value) : -1000;

    /// <summary>Records ln π(a|s) per sample.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="output">Mean before tanh, or logits.</param>
    /// <param name="actions">In units of the action limit, or one-hot.</param>
    /// <returns>In nats. Shape [1, n].</returns>
    public Node LogProbability(Tape tape, Node output, Node actions)
    {
        if (!Shape.IsCategorical)
        {
            Node mean = Shape.SquashesMean ? tape.Tanh(output) : output;
            double constant = -Shape.EncodedActionSize * (Math.Log(Shape.Deviation) + (0.5 * Math.Log(2 * Math.PI)));
            return (-0.5 / (Shape.Deviation * Shape.Deviation) * tape.SumFeatures(tape.Square(actions - mean))) + constant;
        }

        // ln Σ eˡ from the largest logit, so that nothing overflows; the shift cancels in value and derivative.
        Node least = -tape.SliceRows(output, 0, 1);
        for (int c = 1; c < Shape.EncodedActionSize; c++)
        {
            least = tape.Minimum(least, -tape.SliceRows(output, c, 1));
        }

        Node shifted = output - tape.Broadcast(tape.StopGradient(-least), output.Shape);
        Node log = shifted - tape.Broadcast(tape.Log(tape.SumFeatures(tape.Exp(shifted))), output.Shape);
        return tape.SumFeatures(actions * log);
    }
}
