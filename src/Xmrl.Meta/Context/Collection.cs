using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Context;

/// <summary>Collects steps of tasks under one policy. The work on a task is one item, its trajectories follow each other, and processes
/// share the items; steps are appended afterwards, in the order of the tasks.</summary>
/// <param name="learner">Whose policy and latents.</param>
internal sealed class Collection(PosteriorLearner learner)
{
    // Rows hold all steps of their tasks: so many at a time bound their memory.
    private const int TasksAtOnce = 8;

    private readonly PosteriorRecipe _options = learner.Options;
    private readonly EnvironmentSpec _spec = learner.Family.Spec;

    /// <summary>Sums over trajectories.</summary>
    public CollectionTotals Totals { get; private set; }

    /// <summary>Collects the first steps of tasks, with latents of the prior, into replay and context.</summary>
    /// <param name="training">Whose replay and parameters.</param>
    /// <param name="plans">Tasks without steps so far.</param>
    /// <param name="key">Random numbers of the iteration.</param>
    /// <param name="token">Checked before every step.</param>
    public void Begin(PosteriorTraining training, IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token)
        => Run(training, [.. plans.Select(plan => (plan, 1))], [(_options.InitialSteps, Latents.Prior, true)], key, token);

    /// <summary>Collects steps of tasks drawn with replacement: with latents of the prior into replay and a new context, with latents of
    /// the posterior into both, and into replay alone.</summary>
    /// <param name="training">Whose replay and parameters.</param>
    /// <param name="plans">The tasks to draw from.</param>
    /// <param name="key">Random numbers of the iteration.</param>
    /// <param name="token">Checked before every step.</param>
    public void Continue(PosteriorTraining training, IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token)
    {
        RandomKey choice = key.Derive(RandomPurpose.TaskBatch);
        int[] drawn = [.. Enumerable.Range(0, _options.TasksPerCollection).Select(i => choice.Integer((ulong)i, plans.Count))];
        (TaskPlan, int)[] items = [.. drawn.Order().CountBy(place => place).Select(entry => (plans[entry.Key], entry.Value))];
        (int, Latents, bool)[] phases =
        [
            (_options.PriorSteps, Latents.Prior, true),
            (_options.PosteriorSteps, Latents.Posterior, true),
            (_options.ExtraSteps, Latents.Posterior, false),
        ];
        Run(training, items, phases, key, token);
    }

    private void Run(
        PosteriorTraining training,
        (TaskPlan Plan, int Draws)[] tasks,
        (int Steps, Latents Latents, bool IsContext)[] phases,
        RandomKey key,
        CancellationToken token)
    {
        foreach ((TaskPlan Plan, int Draws)[] chunk in tasks.Chunk(TasksAtOnce))
        {
            // A phase ends with the trajectory that has its last step.
            int most = chunk.Max(task => task.Draws * phases
                .Where(phase => phase.Steps > 0).Sum(phase => (phase.Steps * task.Plan.Repeats) + _spec.Horizon - 1));
            var items = new WorkItems
            {
                Count = chunk.Length,
                Width = CollectionRow.Width(_spec, most),
                Name = item => $"task {chunk[item].Plan.MdpTask.Index}",
                Cancellation = token,
            };
            double[][] rows = learner.Pool.Gather(items, (worker, item, row) =>
            {
                (TaskPlan plan, int draws) = chunk[item];
                for (int draw = 0; draw < draws; draw++)
                {
                    RandomKey own = key.Derive(RandomPurpose.InnerRollout).Derive(plan.MdpTask.Index).Derive(draw);
                    Collect(learner.Worker(worker), training.Parameters, (plan, phases), own, new CollectionRow(_spec, row), token);
                }
            });
            foreach ((int item, double[] row) in rows.Index())
            {
                var collected = new CollectionRow(_spec, row);
                collected.AppendTo(training.BufferOf(chunk[item].Plan.MdpTask));
                Totals = Totals.Add(collected);
            }
        }
    }

    private void Collect(
        PosteriorWorker worker,
        Real[] parameters,
        (TaskPlan Plan, (int Steps, Latents Latents, bool IsContext)[] Phases) work,
        RandomKey key,
        CollectionRow row,
        CancellationToken token)
    {
        worker.Rows.Clear();
        bool clears = true;
        int trajectory = 0;
        foreach ((int steps, Latents latents, bool isContext) in work.Phases)
        {
            int end = row.Steps + (steps * work.Plan.Repeats);
            while (row.Steps < end)
            {
                RandomKey own = key.Derive(trajectory++);
                Real[] latent = latents == Latents.Prior
                    ? worker.Prior(own)
                    : worker.Posterior(parameters, _options.ContextSamples, own);
                worker.Sampler.Sample(work.Plan.MdpTask, parameters, latent, (false, own), token);
                Episode episode = worker.Sampler.Episode;
                row.Add(episode, isContext, clears);
                clears = false;
                if (isContext)
                {
                    worker.Rows.Add(episode);
                }

                bool isPrior = latents == Latents.Prior && _options.Latent > 0;
                (isPrior ? ref row.PriorReturns : ref row.PosteriorReturns) += episode.Return;
                (isPrior ? ref row.PriorCount : ref row.PosteriorCount)++;
                row.Successes += !isPrior && episode.Succeeded ? 1 : 0;
            }
        }
    }

    private enum Latents
    {
        Prior,
        Posterior,
    }
}
