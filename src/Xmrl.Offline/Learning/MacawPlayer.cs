using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Context;

namespace Xmrl.Offline.Learning;

/// <summary>Plays episodes with MACAW's policy, one environment at a time. One per worker; a step allocates nothing.</summary>
internal sealed class MacawPlayer : IDisposable
{
    private readonly EnvironmentSpec _spec;
    private readonly MacawNetworks _networks;
    private readonly double _actionLimit;
    private readonly FewSamples _network;
    private readonly CachedEnvironment _environments;
    private readonly Normalization _normalization;
    private readonly Real[] _noise;
    private readonly Real[] _generated;
    private readonly Real[] _reward = new Real[1];
    private readonly bool[] _ended = new bool[1];
    private readonly bool[] _cut = new bool[1];
    private readonly bool[] _succeeded = new bool[1];

    /// <summary>Makes a player.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="networks">The layout.</param>
    /// <param name="actionLimit">Real actions lie in ± this.</param>
    public MacawPlayer(IEnvironmentFamily family, MacawNetworks networks, double actionLimit)
    {
        (_spec, _networks, _actionLimit) = (family.Spec, networks, actionLimit);
        _network = new FewSamples([.. Weights.Select(tensor => (tensor.Columns, tensor.Rows))]);
        _environments = new CachedEnvironment(family);
        _normalization = new Normalization(family.Spec);
        _generated = new Real[networks.PolicyTransform?.GeneratedLength ?? 0];
        _noise = new Real[_spec.Horizon * _spec.ActionSize];
        Episode = new Episode(_spec);
    }

    /// <summary>The last episode; its actions are those that were executed.</summary>
    public Episode Episode { get; }

    private IEnumerable<TensorSpec> Weights => _networks.Policy.Tensors.Where((_, i) => i % 2 == 0);

    /// <summary>Plays an episode.</summary>
    /// <param name="task">The task.</param>
    /// <param name="parameters">Meta-parameters θ. Shape [P].</param>
    /// <param name="meanActions">Whether the mean, or the likeliest choice, is executed.</param>
    /// <param name="key">Random numbers of the episode.</param>
    /// <param name="token">Checked before every step.</param>
    /// <exception cref="InvalidOperationException">The environment breaks its contract.</exception>
    public void Play(MdpTask task, ReadOnlySpan<Real> parameters, bool meanActions, RandomKey key, CancellationToken token = default)
    {
        if (_networks.PolicyTransform is { } transform)
        {
            transform.Generate(parameters, _generated);
            parameters = _generated;
        }

        foreach ((int layer, TensorSpec weight) in Weights.Index())
        {
            _network.Load(
                layer, new ConstMatrix(weight.Of(parameters), weight.Rows, weight.Columns),
                _networks.Policy.Tensors[(2 * layer) + 1].Of(parameters));
        }

        if (!meanActions)
        {
            RandomKey draws = key.Derive(RandomPurpose.Action);
            if (_spec.ActionChoices > 0)
            {
                draws.FillUniform(0, _noise);
            }
            else
            {
                draws.FillNormal(0, _noise);
            }
        }

        IEnvironment environment = _environments.Get(task, 1);
        environment.Reset([0], key.Derive(RandomPurpose.Reset), Episode.Observation(0));
        Require(environment, [], Episode.Observation(0), [], 0);
        Episode.Steps = 0;
        do
        {
            int t = Episode.Steps;
            if (t == _spec.Horizon)
            {
                throw new InvalidOperationException($"'{_spec.Id}' did not end an episode within its horizon of {_spec.Horizon} steps.");
            }

            token.ThrowIfCancellationRequested();
            Span<Real> action = Episode.Action(t);
            _normalization.Apply(Episode.Observation(t), _network.Input(1).Row(0));
            Act(
                _network.Run(1, Activation.Relu).Row(0), meanActions ? [] : _noise.AsSpan(t * _spec.ActionSize, _spec.ActionSize), action);
            environment.Step([0], action, new StepResult
            {
                Observations = Episode.Observation(t + 1),
                Rewards = _reward,
                Terminated = _ended,
                Truncated = _cut,
                Succeeded = _succeeded,
            });
            Require(environment, action, Episode.Observation(t + 1), _reward, t + 1);
            Episode.Rewards[t] = _reward[0];
            Episode.Steps++;
        }
        while (!_ended[0] && !_cut[0]);

        (Episode.Terminated, Episode.Succeeded) = (_ended[0], _succeeded[0]);
    }

    /// <summary>Adds the last episode to a record.</summary>
    /// <param name="log">The record.</param>
    public void AddTo(EpisodeLog log)
    {
        OpenEpisode open = log.Begin();
        for (int t = 0; t < Episode.Steps; t++)
        {
            log.Add(open, Episode.Observation(t), Episode.Action(t), Episode.Rewards[t]);
        }

        open.Final = Episode.Observation(Episode.Steps).ToArray();
        open.Terminated = Episode.Terminated;
    }

    /// <inheritdoc/>
    public void Dispose() => _environments.Dispose();

    private void Act(ReadOnlySpan<Real> output, ReadOnlySpan<Real> noise, Span<Real> action)
    {
        if (_spec.ActionChoices > 0)
        {
            action[0] = noise.IsEmpty ? Likeliest(output) : Drawn(output, noise[0]);
            return;
        }

        for (int a = 0; a < action.Length; a++)
        {
            double mean = _networks.Shape.SquashesMean ? Math.Tanh(output[a]) : output[a];
            double own = mean + (noise.IsEmpty ? 0 : _networks.Shape.Deviation * noise[a]);
            action[a] = (Real)(float)(_actionLimit * Math.Clamp(own, -1, 1));
        }
    }

    private int Likeliest(ReadOnlySpan<Real> logits)
    {
        int best = 0;
        for (int c = 1; c < _spec.ActionChoices; c++)
        {
            best = logits[c] > logits[best] ? c : best;
        }

        return best;
    }

    private int Drawn(ReadOnlySpan<Real> logits, double uniform)
    {
        double largest = logits[Likeliest(logits)];
        double total = 0;
        for (int c = 0; c < _spec.ActionChoices; c++)
        {
            total += Math.Exp(logits[c] - largest);
        }

        double rest = uniform * total;
        int choice = 0;
        for (int c = 0; c < _spec.ActionChoices && rest >= 0; c++)
        {
            // A rest that rounding leaves falls to the last choice that has a probability.
            double weight = Math.Exp(logits[c] - largest);
            choice = weight > 0 ? c : choice;
            rest -= weight;
        }

        return choice;
    }

    private static void Require(
        IEnvironment environment, ReadOnlySpan<Real> action, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> reward, int step)
    {
        if (FiniteOutcomes.BrokenRow(action, observation, reward, 1) >= 0)
        {
            throw FiniteOutcomes.Failure(
                environment, step == 0 ? "start of an episode" : $"step {step} of an episode", observation,
                reward.IsEmpty ? null : reward[0]);
        }
    }
}
