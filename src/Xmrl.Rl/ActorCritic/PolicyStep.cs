using Xmrl.Autodiff;
using Xmrl.Rl.Networks;

namespace Xmrl.Rl.ActorCritic;

/// <summary>The policy's part of a step, after the critics have moved: J_π and −𝓔_V with their gradients, each with respect to its own
/// network alone. One per worker.</summary>
/// <remarks>J_π = mean (min_j Q_j(o, ã, z) − α·ln π(ã|o, z)) − c_m·mean m² − c_s·mean (ln s)²;
/// 𝓔_V = mean (V(o, z) − sg[min_j Q_j(o, ã, z) − α·ln π(ã|o, z)])². z is an input, so neither reaches the encoder.</remarks>
internal sealed class PolicyStep
{
    private readonly SoftNetworks _networks;
    private readonly Tape _tape = new();
    private readonly Node[][] _critics;
    private readonly Node[] _policy;
    private readonly Node[] _value;
    private readonly Node _observations;
    private readonly Node _noise;
    private readonly Node _temperature;
    private readonly Node? _latent;
    private readonly Node _objective;
    private readonly Node _valueObjective;
    private readonly Node _logDensity;
    private readonly Node[] _policyGradient;
    private readonly Node[] _valueGradient;
    private readonly TapeWorkspace _workspace;
    private readonly int _batch;

    /// <summary>Records the programs.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="options">Constants.</param>
    /// <param name="batch">Transitions b of a step.</param>
    public PolicyStep(SoftNetworks networks, SoftOptions options, int batch)
    {
        (_networks, _batch) = (networks, batch);
        _policy = networks.Policy.ParameterInputs(_tape);
        _critics = [.. networks.Critics.Select(critic => critic.ParameterInputs(_tape))];
        _value = networks.Value?.ParameterInputs(_tape) ?? [];
        _observations = _tape.Input("observations", networks.ObservationSize, Shape.Batch);
        _noise = _tape.Input("noise", networks.ActionSize, Shape.Batch);
        _temperature = _tape.Input("temperature", 1, 1);
        _latent = networks.Latent > 0 ? _tape.Input("latent", networks.Latent, 1) : null;

        Squashed action = SquashedGaussian.Record(_tape, networks.Policy.Record(_tape, _policy, _observations, _latent), _noise);
        Node sample = _tape.ConcatRows(_observations, action.Action);
        Node smaller = _tape.Minimum(
            networks.Critics[0].Record(_tape, _critics[0], sample, _latent),
            networks.Critics[1].Record(_tape, _critics[1], sample, _latent));
        Node soft = options.WithEntropy
            ? smaller - (_tape.Broadcast(_temperature, smaller.Shape) * action.LogDensity)
            : smaller;
        double perElement = 1.0 / (batch * networks.ActionSize);
        _objective = (1.0 / batch * _tape.Sum(soft))
            - (options.MeanPenalty * perElement * _tape.Sum(_tape.Square(action.Mean)))
            - (options.DeviationPenalty * perElement * _tape.Sum(_tape.Square(action.LogDeviation)));
        _logDensity = _tape.Sum(action.LogDensity);
        _policyGradient = _tape.Gradient(_objective, _policy);
        _valueObjective = networks.Value is { } value
            ? -1.0 / batch * _tape.Sum(
                _tape.Square(value.Record(_tape, _value, _observations, _latent) - _tape.StopGradient(soft)))
            : _tape.Constant(0, Shape.Scalar);
        _valueGradient = _tape.Gradient(_valueObjective, _value);
        Node[] ofValue = _value.Length > 0 ? [_valueObjective, .. _valueGradient] : [];
        _workspace = new TapeWorkspace(_tape.Compile([_objective, _logDensity, .. _policyGradient, .. ofValue]));
    }

    /// <summary>J_π of the last run.</summary>
    public double Objective => _workspace.ReadScalar(_objective);

    /// <summary>−𝓔_V of the last run; 0 without a value network.</summary>
    public double ValueObjective => _value.Length > 0 ? _workspace.ReadScalar(_valueObjective) : 0;

    /// <summary>Mean ln π(ã|o) of the last run.</summary>
    public double LogDensity => _workspace.ReadScalar(_logDensity) / _batch;

    /// <summary>Runs on one task's samples.</summary>
    /// <param name="parameters">All networks' parameters; the critics have moved.</param>
    /// <param name="samples">The samples.</param>
    public void Run(ReadOnlySpan<Real> parameters, in SoftSamples samples)
    {
        _workspace.Begin(samples.Observations.Columns);
        _networks.Policy.Bind(_workspace, _policy, parameters);
        for (int j = 0; j < _critics.Length; j++)
        {
            _networks.Critics[j].Bind(_workspace, _critics[j], parameters);
        }

        _networks.Value?.Bind(_workspace, _value, parameters);
        _workspace.Bind(_observations, samples.Observations);
        _workspace.Bind(_noise, samples.PolicyNoise);
        _workspace.Bind(_temperature, [(Real)samples.Temperature]);
        if (_latent is { } z)
        {
            _workspace.Bind(z, samples.Latent);
        }

        _workspace.Run();
    }

    /// <summary>The gradients of the last run.</summary>
    /// <param name="policy">Receives that of J_π.</param>
    /// <param name="value">Receives that of −𝓔_V; empty without a value network.</param>
    public void ReadGradients(Span<double> policy, Span<double> value)
    {
        _networks.Policy.Read(_workspace, _policyGradient, policy);
        _networks.Value?.Read(_workspace, _valueGradient, value);
    }
}
