using Xmrl.Autodiff;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>J_out + J_V after one inner step of z, W and b of every layer, recorded whole: layers are generated on the tape, the step is
/// the tape's gradient, and nothing is factored.</summary>
internal sealed class GeneratedTape
{
    private readonly MacawNetworks _networks;
    private readonly Tape _tape = new();
    private readonly Node[] _stored;
    private readonly Node _coefficient;
    private readonly Node[] _policySteps;
    private readonly Node[] _valueSteps;
    private readonly Rows _inner;
    private readonly Rows _outer;

    public GeneratedTape(MacawNetworks networks)
    {
        _networks = networks;
        _stored = [.. Stored.Select(tensor => _tape.Input(tensor.Name, tensor.Rows, tensor.Columns))];
        _coefficient = _tape.Input("coefficient", 1, 1);
        _policySteps = [.. Enumerable.Range(0, networks.PolicySteps.Length).Select(i => _tape.Input($"policy step {i}", 1, 1))];
        _valueSteps = [.. Enumerable.Range(0, networks.ValueSteps.Length).Select(i => _tape.Input($"value step {i}", 1, 1))];
        (_inner, _outer) = (new Rows(_tape, networks, "inner "), new Rows(_tape, networks, "outer "));
    }

    private IEnumerable<TensorSpec> Stored => _networks.PolicyTransform!.Tensors.Concat(_networks.ValueTransform!.Tensors);

    /// <summary>The derivative by all parameters, with weights, advantages and targets held.</summary>
    public double[] Gradient(Real[] theta, WeighedRows inner, WeighedRows outer, Real[] targets)
    {
        int split = _networks.PolicyTransform!.Tensors.Length;
        Node[] policy = _stored[..split];
        Node[] value = _stored[split..];
        (Node Likelihood, Node Error) inside = Policy(policy, _inner);
        Node[] movedPolicy = Moved(policy, inside.Likelihood - (_tape.Softplus(_coefficient) * inside.Error), _policySteps);
        Node[] movedValue = Moved(value, Value(value, _inner), _valueSteps);
        Node total = Policy(movedPolicy, _outer).Likelihood + Value(movedValue, _outer);
        Node[] with = [.. _stored, _coefficient, .. _policySteps, .. _valueSteps];
        Node[] gradient = _tape.Gradient(total, with);
        var workspace = new TapeWorkspace(_tape.Compile(gradient));
        workspace.Begin(inner.Rows.Count);
        foreach ((int i, TensorSpec tensor) in Stored.Index())
        {
            workspace.Bind(_stored[i], tensor.Of((ReadOnlySpan<Real>)theta));
        }

        workspace.Bind(_coefficient, _networks.Coefficient.Of((ReadOnlySpan<Real>)theta));
        Bind(_policySteps, _networks.PolicySteps);
        Bind(_valueSteps, _networks.ValueSteps);
        _inner.Bind(workspace, inner, inner.Rows.Returns);
        _outer.Bind(workspace, outer, targets);
        workspace.Run();
        var result = new double[theta.Length];
        TensorSpec[] places =
        [
            .. Stored, _networks.Coefficient,
            .. Enumerable.Range(0, _policySteps.Length).Select(i => new TensorSpec("", 1, 1, _networks.PolicySteps.Offset + i)),
            .. Enumerable.Range(0, _valueSteps.Length).Select(i => new TensorSpec("", 1, 1, _networks.ValueSteps.Offset + i)),
        ];
        foreach ((int i, TensorSpec place) in places.Index())
        {
            PolicyProgram.Read(workspace, [gradient[i]], [place], result.AsSpan(place.Offset, place.Length));
        }

        return result;

        void Bind(Node[] nodes, TensorSpec tensor)
        {
            foreach ((int i, Node node) in nodes.Index())
            {
                workspace.Bind(node, [theta[tensor.Offset + i]]);
            }
        }
    }

    private (Node Likelihood, Node Error) Policy(Node[] stored, Rows rows)
    {
        Node[] plain = Generated(stored, _networks.PolicyTensors);
        int split = _networks.Policy.Tensors.Length;
        (Node hidden, Node output) = Perceptron.Record(_tape, plain.AsSpan(0, split), rows.Observations);
        (_, Node estimate) = Perceptron.Record(_tape, plain.AsSpan(split), _tape.ConcatRows(hidden, rows.Actions));
        return (
            _tape.Sum(rows.Weights * _networks.LogProbability(_tape, output, rows.Actions)),
            _tape.Sum(rows.Shares * _tape.Square(estimate - rows.Advantages)));
    }

    private Node Value(Node[] stored, Rows rows)
    {
        (_, Node value) = Perceptron.Record(_tape, Generated(stored, _networks.Value.Tensors), rows.Observations);
        return -_tape.Sum(rows.Shares * _tape.Square(value - rows.Targets));
    }

    private Node[] Generated(Node[] stored, IReadOnlyList<TensorSpec> plain)
    {
        var result = new Node[plain.Count];
        for (int l = 0; l < plain.Count / 2; l++)
        {
            (Node z, Node w, Node b) = (stored[3 * l], stored[(3 * l) + 1], stored[(3 * l) + 2]);
            Node all = _tape.Multiply(w, z) + b;
            TensorSpec weight = plain[2 * l];
            result[2 * l] = _tape.Reshape(_tape.SliceRows(all, 0, weight.Length), weight.Rows, weight.Columns);
            result[(2 * l) + 1] = _tape.SliceRows(all, weight.Length, plain[(2 * l) + 1].Length);
        }

        return result;
    }

    private Node[] Moved(Node[] stored, Node objective, Node[] steps)
    {
        Node[] gradient = _tape.Gradient(objective, stored);
        return [.. stored.Select((node, i) => node + (_tape.Broadcast(_tape.Softplus(steps[i]), node.Shape) * gradient[i]))];
    }

    private sealed class Rows(Tape tape, MacawNetworks networks, string name)
    {
        public Node Observations { get; } = tape.Input(name + "observations", networks.Shape.ObservationSize, Shape.Batch);

        public Node Actions { get; } = tape.Input(name + "actions", networks.Shape.EncodedActionSize, Shape.Batch);

        public Node Weights { get; } = tape.Input(name + "weights", 1, Shape.Batch);

        public Node Advantages { get; } = tape.Input(name + "advantages", 1, Shape.Batch);

        public Node Targets { get; } = tape.Input(name + "targets", 1, Shape.Batch);

        public Node Shares { get; } = tape.Input(name + "shares", 1, Shape.Batch);

        public void Bind(TapeWorkspace workspace, WeighedRows weighed, Real[] targets)
        {
            workspace.Bind(Observations, weighed.Rows.Observations);
            workspace.Bind(Actions, weighed.Rows.Actions);
            workspace.Bind(Weights, weighed.Weights);
            workspace.Bind(Advantages, weighed.Advantages);
            workspace.Bind(Targets, targets);
            workspace.Bind(Shares, [.. Enumerable.Repeat((Real)(1.0 / weighed.Rows.Count), weighed.Rows.Count)]);
        }
    }
}
