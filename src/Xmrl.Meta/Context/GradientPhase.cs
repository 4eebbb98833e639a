using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Networks;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Context;

/// <summary>The gradient steps of an iteration. Each has two phases, the critics with the encoder and then policy and value, and in both
/// the slots of the meta-batch are summed in their order. Every process takes all steps itself, to the same bits.</summary>
/// <remarks>A step's sums are megabytes, thousands of times per iteration: sending them would take longer than computing
/// them.</remarks>
internal sealed class GradientPhase
{
    private const double LargestValue = 1e6;

    private readonly PosteriorLearner _learner;
    private readonly PosteriorTraining _training;
    private readonly PosteriorOptimizers _optimizers;
    private readonly GradientSlot[] _slots;
    private readonly double[] _gradient;
    private readonly LatentNetwork[] _first;
    private readonly LatentNetwork[] _second;

    /// <summary>Makes room.</summary>
    /// <param name="learner">Networks and constants.</param>
    /// <param name="training">Parameters and replay.</param>
    /// <param name="optimizers">Moves the parameters.</param>
    public GradientPhase(PosteriorLearner learner, PosteriorTraining training, PosteriorOptimizers optimizers)
    {
        (_learner, _training, _optimizers) = (learner, training, optimizers);
        PosteriorRecipe options = learner.Options;
        _slots =
            [.. Enumerable.Range(0, options.MetaBatch).Select(_ => new GradientSlot(learner.Family.Spec, learner.Networks, options))];
        _gradient = new double[learner.ParameterCount];
        SoftNetworks soft = learner.Networks.Soft;
        _first = learner.Networks.Encoder is { } encoder ? [encoder, .. soft.Critics] : [.. soft.Critics];
        _second = soft.Value is { } value ? [value, soft.Policy] : [soft.Policy];
    }

    /// <summary>Takes all steps of an iteration.</summary>
    /// <param name="plans">The tasks to draw from, all with steps in replay.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between steps.</param>
    /// <returns>The norm of the last gradient of the policy; not accepted where a number is not finite or values run away.</returns>
    public OuterReport Run(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token)
    {
        double norm = 0;

        // Processes that stopped at different steps would wait for each other: with several, the next collection stops all.
        CancellationToken own = _learner.Pool.Collective.Size > 1 ? CancellationToken.None : token;
        for (int step = 0; step < _learner.Options.GradientSteps; step++)
        {
            own.ThrowIfCancellationRequested();
            if (Step(plans, key.Derive(step)) is { } problem)
            {
                return new OuterReport(OuterStatus.NonFiniteGradient, double.NaN, $"Gradient step {step}: {problem}");
            }

            LatentNetwork policy = _learner.Networks.Soft.Policy;
            norm = VectorOperations.Norm(_gradient.AsSpan(policy.Offset, policy.Length));
        }

        return new OuterReport(OuterStatus.Accepted, norm, string.Empty);
    }

    /// <summary>One step.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    internal string? Step(IReadOnlyList<TaskPlan> plans, RandomKey key)
    {
        PosteriorRecipe options = _learner.Options;
        RandomKey choice = key.Derive(RandomPurpose.TaskBatch);
        TaskPlan[] drawn = [.. Enumerable.Range(0, _slots.Length).Select(i => plans[choice.Integer((ulong)i, plans.Count)])];
        double temperature = _training.Temperature;
        double mean = plans.Average(plan => plan.Weight);
        double[] weights = [.. drawn.Select(plan => plan.Weight / (mean * drawn.Length))];

        _learner.Pool.Run(_slots.Length, (worker, slot) => _slots[slot].RunCritics(
            _learner.Worker(worker), (_training.Parameters, _training.Targets), _training.BufferOf(drawn[slot].MdpTask), temperature,
            key.Derive(slot)));
        if (Array.FindIndex(_slots, slot => !(slot.Magnitude <= LargestValue * options.Soft.RewardScale)) is >= 0 and var wild)
        {
            return $"the values of task {drawn[wild].MdpTask.Index} have magnitude {_slots[wild].Magnitude:g3}; at most "
                + $"{LargestValue * options.Soft.RewardScale:g3} is taken for learning.";
        }

        if (Move(_first, weights) is { } first)
        {
            return first;
        }

        _learner.Pool.Run(
            _slots.Length, (worker, slot) => _slots[slot].RunPolicy(_learner.Worker(worker), _training.Parameters, temperature));
        if (Move(_second, weights) is { } second)
        {
            return second;
        }

        if (options.Soft.Update == SoftUpdate.TwinTarget)
        {
            // α grows where the entropy is below its target of −A nats.
            _optimizers.StepTemperature(_slots.Average(slot => slot.LogDensity) - _learner.Family.Spec.ActionSize);
        }

        foreach (LatentNetwork network in _learner.Networks.Soft.Targeted)
        {
            TargetNetwork.Follow(
                _training.Targets.AsSpan(network.Offset, network.Length), _training.Parameters.AsSpan(network.Offset, network.Length),
                options.TargetRate);
        }

        return null;
    }

    private string? Move(LatentNetwork[] networks, double[] weights)
    {
        foreach (LatentNetwork network in networks)
        {
            Span<double> sum = _gradient.AsSpan(network.Offset, network.Length);
            sum.Clear();
            for (int slot = 0; slot < _slots.Length; slot++)
            {
                VectorOperations.AddScaled(weights[slot], _slots[slot].Gradient.AsSpan(network.Offset, network.Length), sum);
            }

            if (!double.IsFinite(VectorOperations.Norm(sum)))
            {
                return $"the gradient of {network.Shape.Name} is not finite.";
            }
        }

        _optimizers.Step(networks, _training.Parameters, _gradient);
        return null;
    }
}
