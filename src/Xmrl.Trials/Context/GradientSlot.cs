using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Replay;

namespace Xmrl.Trials.Context;

/// <summary>One task's place in a gradient step: its samples, its latent, and what it gives to the sums. A task drawn twice has
/// two.</summary>
internal sealed class GradientSlot
{
    private readonly EnvironmentSpec _spec;
    private readonly PosteriorNetworks _networks;
    private readonly PosteriorRecipe _options;
    private readonly Normalization _normalization;
    private readonly ReplayBatch _batch;
    private readonly long[] _steps;
    private readonly long[] _contextSteps;
    private readonly Real[] _targetNoise;
    private readonly Real[] _policyNoise;
    private readonly Real[] _latentNoise;
    private readonly Real[] _latent;
    private readonly Real[] _latentGradient;

    /// <summary>Makes room.</summary>
    /// <param name="spec">Sizes of the environment.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="options">Constants.</param>
    public GradientSlot(EnvironmentSpec spec, PosteriorNetworks networks, PosteriorRecipe options)
    {
        (_spec, _networks, _options) = (spec, networks, options);
        _normalization = new Normalization(spec);
        _batch = new ReplayBatch(new ReplayShape(spec.ObservationSize, spec.ActionSize, options.ReplayCapacity), options.Batch);
        _steps = new long[options.Batch];
        _contextSteps = new long[options.ContextSamples];
        _targetNoise = new Real[options.Batch * spec.ActionSize];
        _policyNoise = new Real[options.Batch * spec.ActionSize];
        _latentNoise = new Real[options.Latent];
        _latent = new Real[options.Latent];
        _latentGradient = new Real[options.Latent];
        Gradient = new double[networks.ParameterCount];
    }

    /// <summary>The gradients of this task's objectives, each at the place of the network that it moves. Shape [P].</summary>
    public double[] Gradient { get; }

    /// <summary>−𝓔_Q.</summary>
    public double CriticObjective { get; private set; }

    /// <summary>Root of the mean of Q².</summary>
    public double Magnitude { get; private set; }

    /// <summary>KL of the posterior from the prior, in nats.</summary>
    public double Divergence { get; private set; }

    /// <summary>Mean ln π(ã|o).</summary>
    public double LogDensity { get; private set; }

    /// <summary>Draws context and transitions, infers the latent, and differentiates the critics' error and the divergence.</summary>
    /// <param name="worker">What the thread works with.</param>
    /// <param name="networks">Parameters and slow copies.</param>
    /// <param name="buffer">The task's replay.</param>
    /// <param name="temperature">Temperature α of the entropy.</param>
    /// <param name="key">Random numbers of this slot and step.</param>
    public void RunCritics(
        PosteriorWorker worker, (Real[] Parameters, Real[] Targets) networks, ReplayBuffer buffer, double temperature, RandomKey key)
    {
        ReplaySampling.Transitions(buffer, key, _steps);
        buffer.Gather(_steps, _batch);
        _normalization.Apply(_batch.Observations);
        _normalization.Apply(_batch.Next);
        key.Derive(RandomPurpose.Action).Derive(0).FillNormal(0, _targetNoise);
        key.Derive(RandomPurpose.Action).Derive(1).FillNormal(0, _policyNoise);
        ConstMatrix context = default;
        if (worker.Encoder is { } encoder)
        {
            key.Derive(RandomPurpose.LatentNoise).FillNormal(0, _latentNoise);
            ReplaySampling.Context(buffer, key, _contextSteps);
            buffer.Gather(_contextSteps, worker.ContextBatch);
            context = worker.Rows.Of(worker.ContextBatch);
            encoder.Infer(networks.Parameters, context, _latentNoise, _latent);
            Divergence = encoder.Divergence;
        }

        worker.Critic.Run(networks.Parameters, networks.Targets, Samples(temperature));
        (int first, int length) = (_networks.Soft.Critics[0].Offset, 2 * _networks.Soft.Critics[0].Length);
        worker.Critic.ReadGradients(Gradient.AsSpan(first, length), _latentGradient);
        (CriticObjective, Magnitude) = (worker.Critic.Objective, worker.Critic.Magnitude);

        // A slot's share of the sums is divided by the meta-batch.
        double weight = _options.KlWeight * (_options.KlReduction == KlReduction.Sum ? _options.MetaBatch : 1);
        worker.Encoder?.Differentiate(
            networks.Parameters, context, _latentNoise, (_latentGradient, weight), Gradient.AsSpan(0, _networks.Encoder!.Length));
    }

    /// <summary>Differentiates the objectives of policy and value on the same samples, with the critics that have moved.</summary>
    /// <param name="worker">What the thread works with.</param>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="temperature">Temperature α of the entropy.</param>
    public void RunPolicy(PosteriorWorker worker, Real[] parameters, double temperature)
    {
        worker.Policy.Run(parameters, Samples(temperature));
        SoftNetworks soft = _networks.Soft;
        worker.Policy.ReadGradients(
            Gradient.AsSpan(soft.Policy.Offset, soft.Policy.Length),
            soft.Value is { } value ? Gradient.AsSpan(value.Offset, value.Length) : []);
        LogDensity = worker.Policy.LogDensity;
    }

    private SoftSamples Samples(double temperature) => new()
    {
        Observations = _batch.Observations,
        Actions = _batch.Actions,
        Rewards = _batch.ValueRewards,
        Continuations = _batch.Continuations,
        Next = _batch.Next,
        TargetNoise = new ConstMatrix(_targetNoise, _spec.ActionSize, _options.Batch),
        PolicyNoise = new ConstMatrix(_policyNoise, _spec.ActionSize, _options.Batch),
        Latent = _latent,
        Temperature = temperature,
    };
}
