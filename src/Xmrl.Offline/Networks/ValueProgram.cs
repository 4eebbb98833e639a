using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Networks;

/// <summary>J_V = −mean (V(s) − y)² with its derivatives. One per worker.</summary>
internal sealed class ValueProgram
{
    private readonly Perceptron _network;
    private readonly Node[] _parameters;
    private readonly Node[] _directions;
    private readonly Node _observations;
    private readonly Node _targets;
    private readonly Node _shares;
    private readonly Node _value;
    private readonly Node _objective;
    private readonly Node[] _gradient;
    private readonly Node[] _product;
    private readonly TapeWorkspace _gradients;
    private readonly TapeWorkspace _hessians;
    private readonly TapeWorkspace _values;
    private Real[] _share = [];

    /// <summary>Records and compiles.</summary>
    /// <param name="network">The value network.</param>
    /// <param name="observationSize">O, the numbers of an observation, ≥ 1.</param>
    public ValueProgram(Perceptron network, int observationSize)
    {
        _network = network;
        var tape = new Tape();
        _parameters = network.Inputs(tape);
        _directions = network.Inputs(tape, "direction.");
        _observations = tape.Input("observations", observationSize, Shape.Batch);
        _targets = tape.Input("targets", 1, Shape.Batch);
        _shares = tape.Input("shares", 1, Shape.Batch);
        (_, _value) = Perceptron.Record(tape, _parameters, _observations);
        _objective = -tape.Sum(_shares * tape.Square(_value - _targets));
        _gradient = tape.Gradient(_objective, _parameters);
        _product = tape.VectorJacobian(_gradient, _directions, _parameters);
        _gradients = new TapeWorkspace(tape.Compile([_objective, .. _gradient]));
        _hessians = new TapeWorkspace(tape.Compile(_product));
        _values = new TapeWorkspace(tape.Compile([_value]));
    }

    /// <summary>J_V and its gradient.</summary>
    /// <param name="parameters">The network's own parameters.</param>
    /// <param name="observations">Normalised. Shape [O, n].</param>
    /// <param name="targets">Targets y. Shape [n].</param>
    /// <param name="gradient">Receives ∇J_V.</param>
    /// <returns>J_V.</returns>
    public double Gradient(ReadOnlySpan<Real> parameters, ConstMatrix observations, ReadOnlySpan<Real> targets, Span<double> gradient)
    {
        Bind(_gradients, parameters, observations);
        _gradients.Bind(_targets, targets);
        _gradients.Run();
        PolicyProgram.Read(_gradients, _gradient, _network.Tensors, gradient);
        return _gradients.ReadScalar(_objective);
    }

    /// <summary>∇²J_V·q.</summary>
    /// <param name="parameters">The network's own parameters.</param>
    /// <param name="observations">Normalised. Shape [O, n].</param>
    /// <param name="targets">Targets y. Shape [n].</param>
    /// <param name="direction">The vector q of the product.</param>
    /// <param name="product">Receives the product.</param>
    public void Hessian(
        ReadOnlySpan<Real> parameters, ConstMatrix observations, ReadOnlySpan<Real> targets, ReadOnlySpan<Real> direction,
        Span<double> product)
    {
        Bind(_hessians, parameters, observations);
        _hessians.Bind(_targets, targets);
        foreach ((int i, TensorSpec tensor) in _network.Tensors.Index())
        {
            _hessians.Bind(_directions[i], Own(tensor, direction));
        }

        _hessians.Run();
        PolicyProgram.Read(_hessians, _product, _network.Tensors, product);
    }

    /// <summary>V of observations.</summary>
    /// <param name="parameters">The network's own parameters.</param>
    /// <param name="observations">Normalised. Shape [O, n].</param>
    /// <param name="values">Receives V. Shape [n].</param>
    public void Values(ReadOnlySpan<Real> parameters, ConstMatrix observations, Span<Real> values)
    {
        Bind(_values, parameters, observations);
        _values.Run();
        _values.Read(_value).Row(0).CopyTo(values);
    }

    private void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, ConstMatrix observations)
    {
        int n = observations.Columns;
        if (_share.Length != n)
        {
            _share = new Real[n];
            Array.Fill(_share, (Real)(1.0 / n));
        }

        workspace.Begin(n);
        foreach ((int i, TensorSpec tensor) in _network.Tensors.Index())
        {
            workspace.Bind(_parameters[i], Own(tensor, parameters));
        }

        workspace.Bind(_observations, observations);
        workspace.Bind(_shares, _share);
    }

    private ReadOnlySpan<Real> Own(TensorSpec tensor, ReadOnlySpan<Real> own)
        => own.Slice(tensor.Offset - _network.Tensors[0].Offset, tensor.Length);
}
