using Xmrl.Autodiff;
using Xmrl.Rl.Networks;

namespace Xmrl.Rl.ActorCritic;

/// <summary>The critics' part of a step: −𝓔_Q and its gradients with respect to both critics and the latent. One per worker.</summary>
/// <remarks>𝓔_Q = Σ_j mean (Q_j(o, a, z) − y)² with y = s_r·r + γ·c·V̄(o′, z), or, with twin targets,
/// y = s_r·r + γ·c·(min_j Q̄_j(o′, ã′, z) − α·ln π(ã′|o′, z)). y is a constant to every derivative.</remarks>
internal sealed class CriticStep
{
    private readonly SoftNetworks _networks;
    private readonly Tape _tape = new();
    private readonly Node[][] _critics;
    private readonly Node[][] _targets;
    private readonly Node[] _policy;
    private readonly Node _observations;
    private readonly Node _actions;
    private readonly Node _rewards;
    private readonly Node _continuations;
    private readonly Node _next;
    private readonly Node _noise;
    private readonly Node _temperature;
    private readonly Node? _latent;
    private readonly Node _objective;
    private readonly Node _largest;
    private readonly Node[] _gradient;
    private readonly TapeWorkspace _workspace;

    /// <summary>Records the programs.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="options">Constants.</param>
    /// <param name="batch">Transitions b of a step.</param>
    public CriticStep(SoftNetworks networks, SoftOptions options, int batch)
    {
        _networks = networks;
        _critics = [.. networks.Critics.Select(critic => critic.ParameterInputs(_tape))];
        _targets = [.. networks.Targeted.Select(target => target.ParameterInputs(_tape, "target."))];
        _policy = networks.Policy.ParameterInputs(_tape);
        _observations = _tape.Input("observations", networks.ObservationSize, Shape.Batch);
        _actions = _tape.Input("actions", networks.ActionSize, Shape.Batch);
        _rewards = _tape.Input("rewards", 1, Shape.Batch);
        _continuations = _tape.Input("continuations", 1, Shape.Batch);
        _next = _tape.Input("next", networks.ObservationSize, Shape.Batch);
        _noise = _tape.Input("noise", networks.ActionSize, Shape.Batch);
        _temperature = _tape.Input("temperature", 1, 1);
        _latent = networks.Latent > 0 ? _tape.Input("latent", networks.Latent, 1) : null;

        Node y = _tape.StopGradient(
            (options.RewardScale * _rewards) + (options.Discount * (_continuations * Value(options.WithEntropy))));
        Node sample = _tape.ConcatRows(_observations, _actions);
        Node[] q = [.. networks.Critics.Select((critic, j) => critic.Record(_tape, _critics[j], sample, _latent))];
        Node error = _tape.Sum(_tape.Square(q[0] - y)) + _tape.Sum(_tape.Square(q[1] - y));
        _objective = (-1.0 / batch) * error;
        _largest = _tape.Sum(_tape.Square(q[0])) + _tape.Sum(_tape.Square(q[1]));
        _gradient = _tape.Gradient(_objective, [.. _critics[0], .. _critics[1], .. _latent is { } z ? [z] : Array.Empty<Node>()]);
        _workspace = new TapeWorkspace(_tape.Compile([_objective, _largest, .. _gradient]));
    }

    /// <summary>−𝓔_Q of the last run.</summary>
    public double Objective => _workspace.ReadScalar(_objective);

    /// <summary>Root of the mean of Q² in the last run.</summary>
    public double Magnitude => Math.Sqrt(_workspace.ReadScalar(_largest) / (2 * _workspace.Batch));

    /// <summary>Runs on one task's samples.</summary>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="targets">The slow copies, at the places of their networks.</param>
    /// <param name="samples">The samples.</param>
    public void Run(ReadOnlySpan<Real> parameters, ReadOnlySpan<Real> targets, in SoftSamples samples)
    {
        _workspace.Begin(samples.Observations.Columns);
        for (int j = 0; j < _critics.Length; j++)
        {
            _networks.Critics[j].Bind(_workspace, _critics[j], parameters);
        }

        for (int j = 0; j < _targets.Length; j++)
        {
            _networks.Targeted[j].Bind(_workspace, _targets[j], targets);
        }

        _networks.Policy.Bind(_workspace, _policy, parameters);
        _workspace.Bind(_observations, samples.Observations);
        _workspace.Bind(_actions, samples.Actions);
        _workspace.Bind(_rewards, samples.Rewards);
        _workspace.Bind(_continuations, samples.Continuations);
        _workspace.Bind(_next, samples.Next);
        _workspace.Bind(_noise, samples.TargetNoise);
        _workspace.Bind(_temperature, [(Real)samples.Temperature]);
        if (_latent is { } z)
        {
            _workspace.Bind(z, samples.Latent);
        }

        _workspace.Run();
    }

    /// <summary>The gradients of the last run.</summary>
    /// <param name="critics">Receives those of both critics, one after the other.</param>
    /// <param name="latent">Receives that of the latent. Shape [L].</param>
    public void ReadGradients(Span<double> critics, Span<Real> latent)
    {
        int tensors = _critics[0].Length;
        int length = _networks.Critics[0].Length;
        _networks.Critics[0].Read(_workspace, _gradient[..tensors], critics[..length]);
        _networks.Critics[1].Read(_workspace, _gradient[tensors..(2 * tensors)], critics[length..]);
        for (int i = 0; i < latent.Length; i++)
        {
            latent[i] = _workspace.Read(_gradient[^1])[i, 0];
        }
    }

    /// <summary>Records the value of o′.</summary>
    private Node Value(bool withEntropy)
    {
        if (_networks.Value is { } value)
        {
            return value.Record(_tape, _targets[0], _next, _latent);
        }

        Squashed action = SquashedGaussian.Record(_tape, _networks.Policy.Record(_tape, _policy, _next, _latent), _noise);
        Node sample = _tape.ConcatRows(_next, action.Action);
        Node smaller = _tape.Minimum(
            _networks.Critics[0].Record(_tape, _targets[0], sample, _latent),
            _networks.Critics[1].Record(_tape, _targets[1], sample, _latent));
        return withEntropy ? smaller - (_tape.Broadcast(_temperature, smaller.Shape) * action.LogDensity) : smaller;
    }
}
