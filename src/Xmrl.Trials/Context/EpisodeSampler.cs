using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Trials.Context;

/// <summary>Samples trajectories of the policy under a latent that is held for each. One per worker.</summary>
internal sealed class EpisodeSampler : IDisposable
{
    private readonly IEnvironmentFamily _family;
    private readonly SquashedActor _actor;
    private readonly Normalization _normalization;
    private readonly CachedEnvironment _environments;
    private readonly Real _actionScale;
    private readonly Real[] _input;
    private readonly Real[] _noise;
    private readonly Real[] _executed;
    private readonly Real[] _reward = new Real[1];
    private readonly bool[] _ended = new bool[1];
    private readonly bool[] _cut = new bool[1];
    private readonly bool[] _succeeded = new bool[1];

    /// <summary>Makes a sampler.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="actionScale">Factor from a policy's action to that of the environment.</param>
    public EpisodeSampler(IEnvironmentFamily family, PosteriorNetworks networks, double actionScale)
    {
        _family = family;
        _actor = new SquashedActor(networks.Soft.Policy);
        _normalization = new Normalization(family.Spec);
        _environments = new CachedEnvironment(family);
        _actionScale = (Real)actionScale;
        Episode = new Episode(family.Spec);
        _input = new Real[family.Spec.ObservationSize];
        _noise = new Real[family.Spec.Horizon * family.Spec.ActionSize];
        _executed = new Real[family.Spec.ActionSize];
    }

    /// <summary>The last trajectory.</summary>
    public Episode Episode { get; }

    /// <summary>The noise of the last trajectory's sampled actions, step by step. Shape [horizon, A].</summary>
    public ReadOnlySpan<Real> Noise => _noise;

    /// <summary>What the environments' physics engine did so far.</summary>
    public EngineUse EngineUse => _environments.EngineUse;

    /// <summary>Samples a trajectory into <see cref="Episode"/>.</summary>
    /// <param name="task">The task.</param>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="latent">z, held throughout. Shape [L].</param>
    /// <param name="draw">Whether tanh(m) is executed, and the random numbers of the trajectory.</param>
    /// <param name="token">Checked before every step.</param>
    /// <exception cref="InvalidOperationException">The environment breaks its contract: an episode runs past the horizon, or an
    /// observation or reward is not finite though the action was.</exception>
    public void Sample(
        MdpTask task,
        ReadOnlySpan<Real> parameters,
        ReadOnlySpan<Real> latent,
        (bool MeanActions, RandomKey Key) draw,
        CancellationToken token)
    {
        EnvironmentSpec spec = _family.Spec;
        IEnvironment environment = _environments.Get(task, 1);
        _actor.Load(parameters, latent);
        if (!draw.MeanActions)
        {
            draw.Key.Derive(RandomPurpose.Action).FillNormal(0, _noise);
        }

        environment.Reset([0], draw.Key.Derive(RandomPurpose.Reset), Episode.Observation(0));
        RequireFinite(environment, [], Episode.Observation(0), [], 0);
        Episode.Steps = 0;
        do
        {
            int t = Episode.Steps;
            if (t == spec.Horizon)
            {
                throw new InvalidOperationException($"'{spec.Id}' did not end an episode within its horizon of {spec.Horizon} steps.");
            }

            token.ThrowIfCancellationRequested();
            Span<Real> action = Episode.Action(t);
            _normalization.Apply(Episode.Observation(t), _input);
            _actor.Act(_input, draw.MeanActions ? [] : _noise.AsSpan(t * spec.ActionSize, spec.ActionSize), action);
            for (int a = 0; a < action.Length; a++)
            {
                _executed[a] = _actionScale * action[a];
            }

            environment.Step([0], _executed, new StepResult
            {
                Observations = Episode.Observation(t + 1),
                Rewards = _reward,
                Terminated = _ended,
                Truncated = _cut,
                Succeeded = _succeeded,
            });
            RequireFinite(environment, _executed, Episode.Observation(t + 1), _reward, t + 1);
            Episode.Rewards[t] = _reward[0];
            Episode.ValueRewards[t] = _family is IDenseReward dense
                ? dense.DenseReward(task, Episode.Observation(t + 1), _executed)
                : _reward[0];
            Episode.Steps++;
        }
        while (!_ended[0] && !_cut[0]);

        (Episode.Terminated, Episode.Succeeded) = (_ended[0], _succeeded[0]);
    }

    private static void RequireFinite(
        IEnvironment environment, ReadOnlySpan<Real> action, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> reward, int step)
    {
        if (FiniteOutcomes.BrokenRow(action, observation, reward, 1) >= 0)
        {
            throw FiniteOutcomes.Failure(
                environment, step == 0 ? "start of an episode" : $"step {step} of an episode", observation,
                reward.IsEmpty ? null : reward[0]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _environments.Dispose();
}
