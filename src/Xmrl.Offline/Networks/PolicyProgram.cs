using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Networks;

/// <summary>The policy's two objectives with their derivatives. One per worker.</summary>
/// <remarks>Inside J_in = Σ [ω·ln π(a|s) − λ·(Â(s, a) − A)²/n] with λ = softplus of the raw coefficient, outside J_out = Σ ω·ln π(a|s);
/// ω are weights over n.</remarks>
internal sealed class PolicyProgram
{
    private readonly MacawNetworks _networks;
    private readonly Node[] _parameters;
    private readonly Node[] _directions;
    private readonly Node _coefficient;
    private readonly Node _observations;
    private readonly Node _actions;
    private readonly Node _weights;
    private readonly Node _advantages;
    private readonly Node _shares;
    private readonly Node _headError;
    private readonly Node _estimate;
    private readonly (Node Value, Node[] Gradient, TapeWorkspace Workspace) _inner;
    private readonly (Node Value, Node[] Gradient, TapeWorkspace Workspace) _outer;
    private readonly (Node[] Product, TapeWorkspace Workspace) _hessian;
    private readonly TapeWorkspace _estimates;
    private Real[] _share = [];

    /// <summary>Records and compiles.</summary>
    /// <param name="networks">The layout.</param>
    public PolicyProgram(MacawNetworks networks)
    {
        _networks = networks;
        var tape = new Tape();
        _parameters = [.. networks.Policy.Inputs(tape), .. networks.Head.Inputs(tape)];
        _directions = [.. networks.Policy.Inputs(tape, "direction."), .. networks.Head.Inputs(tape, "direction.")];
        _coefficient = tape.Input("coefficient", 1, 1);
        _observations = tape.Input("observations", networks.Shape.ObservationSize, Shape.Batch);
        _actions = tape.Input("actions", networks.Shape.EncodedActionSize, Shape.Batch);
        _weights = tape.Input("weights", 1, Shape.Batch);
        _advantages = tape.Input("advantages", 1, Shape.Batch);
        _shares = tape.Input("shares", 1, Shape.Batch);
        int split = networks.Policy.Tensors.Length;
        (Node hidden, Node output) = Perceptron.Record(tape, _parameters.AsSpan(0, split), _observations);
        (_, _estimate) = Perceptron.Record(tape, _parameters.AsSpan(split), tape.ConcatRows(hidden, _actions));
        Node outer = tape.Sum(_weights * networks.LogProbability(tape, output, _actions));
        _headError = tape.Sum(_shares * tape.Square(_estimate - _advantages));
        Node inner = outer - (tape.Softplus(_coefficient) * _headError);
        Node[] gradient = tape.Gradient(inner, _parameters);
        Node[] outerGradient = tape.Gradient(outer, _parameters);
        Node[] product = tape.VectorJacobian(gradient, _directions, [.. _parameters, _coefficient]);
        _inner = (inner, gradient, new TapeWorkspace(tape.Compile([inner, _headError, .. gradient])));
        _outer = (outer, outerGradient, new TapeWorkspace(tape.Compile([outer, .. outerGradient])));
        _hessian = (product, new TapeWorkspace(tape.Compile(product)));
        _estimates = new TapeWorkspace(tape.Compile([_estimate]));
    }

    /// <summary>Mean of (Â − A)² in the last inner run.</summary>
    public double HeadError => _inner.Workspace.ReadScalar(_headError);

    /// <summary>J_in and its gradient by policy and head.</summary>
    /// <param name="parameters">Policy and head. Shape [at least their length].</param>
    /// <param name="coefficient">Raw λ.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="gradient">Receives ∇J_in. Shape [length of policy and head].</param>
    /// <returns>J_in.</returns>
    public double Inner(ReadOnlySpan<Real> parameters, Real coefficient, in PolicySamples samples, Span<double> gradient)
    {
        Bind(_inner.Workspace, parameters, coefficient, samples);
        _inner.Workspace.Run();
        Read(_inner.Workspace, _inner.Gradient, _networks.PolicyTensors, gradient);
        return _inner.Workspace.ReadScalar(_inner.Value);
    }

    /// <summary>J_out and its gradient; that by the head is 0.</summary>
    /// <param name="parameters">Policy and head.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="gradient">Receives ∇J_out. Shape [length of policy and head].</param>
    /// <returns>J_out.</returns>
    public double Outer(ReadOnlySpan<Real> parameters, in PolicySamples samples, Span<double> gradient)
    {
        Bind(_outer.Workspace, parameters, 0, samples);
        _outer.Workspace.Run();
        Read(_outer.Workspace, _outer.Gradient, _networks.PolicyTensors, gradient);
        return _outer.Workspace.ReadScalar(_outer.Value);
    }

    /// <summary>∇²J_in·q, and its component by the raw coefficient.</summary>
    /// <param name="parameters">Policy and head.</param>
    /// <param name="coefficient">Raw λ.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="direction">The vector q of the product. Shape [length of policy and head].</param>
    /// <param name="product">Receives the product. Shape [length of policy and head].</param>
    /// <returns>∂²J_in/∂ρ_λ∂θ·q.</returns>
    public double Hessian(
        ReadOnlySpan<Real> parameters, Real coefficient, in PolicySamples samples, ReadOnlySpan<Real> direction, Span<double> product)
    {
        Bind(_hessian.Workspace, parameters, coefficient, samples);
        foreach ((int i, TensorSpec tensor) in _networks.PolicyTensors.Index())
        {
            _hessian.Workspace.Bind(_directions[i], tensor.Of(direction));
        }

        _hessian.Workspace.Run();
        Read(_hessian.Workspace, _hessian.Product.AsSpan(0, _hessian.Product.Length - 1), _networks.PolicyTensors, product);
        return _hessian.Workspace.ReadScalar(_hessian.Product[^1]);
    }

    /// <summary>Â of samples.</summary>
    /// <param name="parameters">Policy and head.</param>
    /// <param name="samples">The samples.</param>
    /// <returns>Shape [n].</returns>
    public double[] Estimates(ReadOnlySpan<Real> parameters, in PolicySamples samples)
    {
        Bind(_estimates, parameters, 0, samples);
        _estimates.Run();
        return [.. _estimates.Read(_estimate).Row(0).ToArray().Select(value => (double)value)];
    }

    /// <summary>Copies tensors of a run into their places, beginning with the first one's.</summary>
    internal static void Read(TapeWorkspace workspace, ReadOnlySpan<Node> nodes, IReadOnlyList<TensorSpec> tensors, Span<double> into)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            ConstMatrix values = workspace.Read(nodes[i]);
            int at = tensors[i].Offset - tensors[0].Offset;
            for (int row = 0; row < values.Rows; row++)
            {
                foreach (Real value in values.Row(row))
                {
                    into[at++] = value;
                }
            }
        }
    }

    private void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, Real coefficient, in PolicySamples samples)
    {
        int n = samples.Observations.Columns;
        if (_share.Length != n)
        {
            _share = new Real[n];
            Array.Fill(_share, (Real)(1.0 / n));
        }

        workspace.Begin(n);
        foreach ((int i, TensorSpec tensor) in _networks.PolicyTensors.Index())
        {
            workspace.Bind(_parameters[i], tensor.Of(parameters));
        }

        workspace.Bind(_coefficient, [coefficient]);
        workspace.Bind(_observations, samples.Observations);
        workspace.Bind(_actions, samples.Actions);
        workspace.Bind(_weights, samples.Weights);
        workspace.Bind(_advantages, samples.Advantages);
        workspace.Bind(_shares, _share);
    }
}
