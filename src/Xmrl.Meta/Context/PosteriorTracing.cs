using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Rl.Replay;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Context;

/// <summary>Update tracing: the step that a task's part of the gradients of critics, divergence and policy would make, with the
/// optimizers' moments held fixed, beside the gradient of returns.</summary>
/// <remarks>Returns depend on the policy and the encoder alone: a task's effect through critics and value shows only in the policy's later
/// steps.</remarks>
/// <param name="learner">The learner.</param>
/// <param name="training">Parameters, slow copies and replay.</param>
/// <param name="optimizers">Whose moments are held fixed.</param>
/// <seealso href="https://arxiv.org/abs/2002.08484">Pruthi et al. (2020), Estimating Training Data Influence by Tracing Gradient
/// Descent.</seealso>
internal sealed class PosteriorTracing(PosteriorLearner learner, PosteriorTraining training, PosteriorOptimizers optimizers)
    : IUpdateTracing
{
    private readonly PosteriorAdaptation _adaptation = new(learner);
    private readonly Normalization _normalization = new(learner.Family.Spec);
    private readonly GradientSlot?[] _slots = new GradientSlot?[learner.Pool.Threads];

    private PosteriorNetworks Networks => learner.Networks;

    /// <inheritdoc/>
    public (double[] Gradient, long Interactions) ReturnGradient(
        IReadOnlyList<MdpTask> tasks, int trials, RandomKey key, CancellationToken token)
    {
        var gradient = new double[learner.ParameterCount];
        double[] weights = [.. Enumerable.Repeat(1.0 / (tasks.Count * trials), tasks.Count)];
        double[][] rows = learner.Pool.Sum(Items(tasks, 1, token), weights, gradient, (worker, item, row) =>
        {
            PosteriorWorker own = learner.Worker(worker);
            RandomKey drawn = key.Derive(item);
            Trial[] made = [.. Enumerable.Range(0, trials).Select(k => Try(own, tasks[item], drawn.Derive(k), ref row[0], token))];
            foreach ((Trial trial, Real[] credits) in made.Zip(Trial.Credits(made)))
            {
                own.Returns.Add(own.Encoder, training.Parameters, trial, credits, row.AsSpan(1));
            }
        });
        return (gradient, (long)rows.Sum(row => row[0]));
    }

    /// <inheritdoc/>
    public TracedUpdate[] Trace(
        IReadOnlyList<MdpTask> tasks, ReadOnlyMemory<double> direction, int draws, RandomKey key, CancellationToken token)
    {
        double[][] rows = learner.Pool.Gather(Items(tasks, 3, token), (worker, item, row) =>
        {
            double[] step = Step(worker, training.BufferOf(tasks[item]), draws, key.Derive(item));
            foreach (LatentNetwork network in Networks.All)
            {
                ReadOnlySpan<double> part = step.AsSpan(network.Offset, network.Length);
                bool isSeen = ReferenceEquals(network, Networks.Encoder) || ReferenceEquals(network, Networks.Soft.Policy);
                row[isSeen ? 1 : 2] += VectorOperations.Dot(part, part);
                row[0] += isSeen ? VectorOperations.Dot(part, direction.Span.Slice(network.Offset, network.Length)) : 0;
            }
        });
        return [.. rows.Select(row => new TracedUpdate(row[0], row[1], row[2]))];
    }

    private static WorkItems Items(IReadOnlyList<MdpTask> tasks, int width, CancellationToken token) => new()
    {
        Count = tasks.Count,
        Width = width,
        Name = item => $"task {tasks[item].Index}",
        Cancellation = token,
    };

    /// <summary>The mean of a task's gradients over draws, as a step.</summary>
    private double[] Step(int worker, ReplayBuffer buffer, int draws, RandomKey key)
    {
        GradientSlot slot = _slots[worker] ??= new GradientSlot(learner.Family.Spec, Networks, learner.Options);
        var step = new double[learner.ParameterCount];
        for (int draw = 0; draw < draws; draw++)
        {
            slot.RunCritics(
                learner.Worker(worker), (training.Parameters, training.Targets), buffer, training.Temperature, key.Derive(draw));
            slot.RunPolicy(learner.Worker(worker), training.Parameters, training.Temperature);
            VectorOperations.AddScaled(1.0 / draws, slot.Gradient, step);
        }

        optimizers.Precondition(Networks.All, step);
        return step;
    }

    /// <summary>Adapts and draws the trajectory that is scored.</summary>
    private Trial Try(PosteriorWorker own, MdpTask task, RandomKey key, ref double interactions, CancellationToken token)
    {
        own.Rows.Clear();
        for (int k = 0; k < _adaptation.Steps; k++)
        {
            interactions += _adaptation.Explore(own, training.Parameters, task, k, key);
        }

        RandomKey scoring = key.Derive(RandomPurpose.Evaluation);
        Real[] latent = _adaptation.Latent(own, training.Parameters, _adaptation.Steps, scoring);
        own.Sampler.Sample(task, training.Parameters, latent, (false, scoring), token);
        interactions += own.Sampler.Episode.Steps;
        bool isInferred = own.Rows.Count > 0 && _adaptation.Steps >= learner.Options.ExplorationTrajectories;
        return Trial.Of(
            own.Sampler.Episode, _normalization, own.Sampler.Noise, (latent, own.Prior(scoring)),
            isInferred ? own.Rows.All() : default);
    }
}
