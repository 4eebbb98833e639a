using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Trials;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Latents.Learning;

/// <summary>Updates of encoder and decoders on stored trials. Every process takes all updates itself, to the same bits.</summary>
/// <param name="learner">The learner.</param>
internal sealed class ModelPhase(LatentLearner learner)
{
    /// <summary>Trials that run in lock-step: fixed, so that results do not depend on threads.</summary>
    private const int BlockTrials = 8;

    private readonly ModelOptions _options = learner.Options.Model;
    private readonly LatentNetworks _networks = learner.Networks;
    private readonly double[][] _rows =
    [
        .. Enumerable.Range(0, (learner.Options.Model.Trials + BlockTrials - 1) / BlockTrials)
            .Select(_ => new double[learner.Networks.DecoderEnd]),
    ];

    /// <summary>Mean error of the last run's updates; NaN before one.</summary>
    public double Error { get; private set; } = double.NaN;

    /// <summary>Takes all updates of an iteration.</summary>
    /// <param name="store">The trials to draw from, at least one.</param>
    /// <param name="moved">θ, moved in place. Shape [P].</param>
    /// <param name="optimizers">Those of encoder and decoders.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between trials.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Run(TrialStore store, Real[] moved, (Adam Encoder, Adam Decoders) optimizers, RandomKey key, CancellationToken token)
    {
        var gradient = new double[_networks.DecoderEnd];
        double sum = 0;
        for (int update = 0; update < _options.Updates; update++)
        {
            double error = Differentiate(store, moved, key.Derive(update), gradient, token);
            sum += error;
            double encoder = GradientClipping.ByNorm(gradient.AsSpan(0, _networks.EncoderEnd), _options.MaximumGradientNorm);
            double decoders = GradientClipping.ByNorm(gradient.AsSpan(_networks.EncoderEnd), _options.MaximumGradientNorm);
            if (!double.IsFinite(encoder + decoders + error))
            {
                return $"in update {update + 1} of the model the error is {error} and the gradients of encoder and decoders have norms "
                    + $"{encoder} and {decoders}";
            }

            optimizers.Encoder.Step(moved.AsSpan(0, _networks.EncoderEnd), gradient.AsSpan(0, _networks.EncoderEnd));
            optimizers.Decoders.Step(
                moved.AsSpan(_networks.EncoderEnd.._networks.DecoderEnd), gradient.AsSpan(_networks.EncoderEnd));
        }

        Error = _options.Updates > 0 ? sum / _options.Updates : double.NaN;
        return null;
    }

    /// <summary>The error of an update, and the direction in which it falls.</summary>
    private double Differentiate(TrialStore store, Real[] parameters, RandomKey key, double[] gradient, CancellationToken token)
    {
        int[] drawn = Drawn(store.Count, key);
        int blocks = (drawn.Length + BlockTrials - 1) / BlockTrials;
        ModelTrial[] trials = [.. drawn.Select(number => store[number])];
        var errors = new double[blocks];
        learner.Pool.Run(blocks, (worker, block) =>
        {
            int first = block * BlockTrials;
            int count = Math.Min(BlockTrials, drawn.Length - first);
            var own = new ModelBlock(
                _networks, trials.AsSpan(first, count).ToArray(), (_options.EncodeTimes, _options.DecodeSteps, _options.Dropout),
                [.. Enumerable.Range(first, count).Select(slot => key.Derive(slot))]);
            errors[block] = learner.Worker(worker).Error.ValueAndGradient(parameters, own, 1.0 / drawn.Length, _rows[block]);
        }, token);
        Array.Clear(gradient);
        for (int block = 0; block < blocks; block++)
        {
            VectorOperations.AddScaled(-1, _rows[block], gradient);
        }

        return errors.Sum();
    }

    /// <summary>Trials without replacement, as long as there are enough.</summary>
    private int[] Drawn(int count, RandomKey key)
    {
        var order = new int[count];
        key.Derive(RandomPurpose.ReplaySampling).Permutation(order);
        return order[..Math.Min(count, _options.Trials)];
    }
}
