using System.Diagnostics;
using Xmrl.Latents.Trials;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Learning;

/// <summary>The trials of an iteration. Processes share the blocks that run in lock-step, and every process then has all trials.</summary>
internal sealed class PlayedRound
{
    private const int EngineSeconds = 0;
    private const int UnstableEpisodes = 1;
    private const int SamplingSeconds = 2;
    private const int Figures = 3;

    private readonly LatentLearner _learner;
    private readonly double[][] _rows;

    /// <summary>Plays.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="plans">The tasks.</param>
    /// <param name="keyOf">Random numbers of a plan.</param>
    /// <param name="virtualTasks">α of virtual tasks' mixtures; empty for real rewards.</param>
    /// <param name="token">Checked between steps.</param>
    public PlayedRound(
        LatentLearner learner, Real[] parameters, IReadOnlyList<TaskPlan> plans, Func<int, RandomKey> keyOf, double[] virtualTasks,
        CancellationToken token)
    {
        _learner = learner;
        LatentOptions options = learner.Options;
        EnvironmentSpec spec = learner.Family.Spec;
        int features = learner.Networks.FeatureSize;
        int width = LatentTrial.Width(spec, features, options.Trajectories);
        IReadOnlyList<TrialSlice[]> blocks =
            TrialSlice.Divide([.. plans.Select(plan => plan.Repeats * options.Trials)], separates: false);
        int most = blocks.Max(block => block.Sum(slice => slice.Count));
        var items = new WorkItems
        {
            Count = blocks.Count,
            Width = checked(Figures + (most * width)),
            Name = block => $"trials of task {plans[blocks[block][0].Plan].MdpTask.Index}",
            Cancellation = token,
        };
        _rows = learner.Pool.Gather(items, (worker, block, row) =>
        {
            long started = Stopwatch.GetTimestamp();
            LatentSampler sampler = learner.Worker(worker).Sampler;
            EngineUse before = sampler.EngineUse;
            TrialSegment[] segments =
            [
                .. blocks[block].Select(slice => new TrialSegment(
                    plans[slice.Plan].MdpTask, slice.Count, keyOf(slice.Plan).Derive(RandomPurpose.TrialRollout).Derive(slice.First))),
            ];
            LatentTrial[] trials = sampler.Run(
                segments, parameters, new TrialState(learner.Networks.Recurrent.Policy, segments.Sum(segment => segment.Count)),
                new RolloutRequest { Trajectories = options.Trajectories, Key = default, Cancellation = token }, virtualTasks);
            foreach ((int i, LatentTrial trial) in trials.Index())
            {
                trial.Write(row.AsSpan(Figures + (i * width), width));
            }

            EngineUse after = sampler.EngineUse;
            row[EngineSeconds] = after.Seconds - before.Seconds;
            row[UnstableEpisodes] = after.UnstableEpisodes - before.UnstableEpisodes;
            row[SamplingSeconds] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        var played = new List<(int, LatentTrial)>();
        for (int block = 0; block < blocks.Count; block++)
        {
            int place = 0;
            foreach (TrialSlice slice in blocks[block])
            {
                for (int i = 0; i < slice.Count; i++, place++)
                {
                    var trial = new LatentTrial(spec, features, options.Trajectories);
                    trial.Read(_rows[block].AsSpan(Figures + (place * width), width));
                    played.Add((slice.Plan, trial));
                }
            }
        }

        Trials = played;
    }

    /// <summary>All trials in the order of the tasks, each with the position of its task.</summary>
    public IReadOnlyList<(int Plan, LatentTrial Trial)> Trials { get; }

    /// <summary>Steps of all trials.</summary>
    public long Steps => Trials.Sum(played => (long)played.Trial.Steps);

    /// <summary>Worker seconds that playing took.</summary>
    public double Seconds => _rows.Sum(row => row[SamplingSeconds]);

    /// <summary>Figures over all trials, with real rewards: before adaptation is the first trajectory of a trial, after it the
    /// last.</summary>
    /// <param name="outer">What became of the iteration.</param>
    public IterationReport Report(OuterReport outer) => new()
    {
        Outer = outer,
        ReturnBefore = Trials.Average(played => played.Trial.Returns[0]),
        ReturnAfter = Trials.Average(played => played.Trial.Returns[^1]),
        SuccessAfter = Trials.Average(played => played.Trial.Succeeded[^1] ? 1 : 0),
        Interactions = Steps,
        Engine = new EngineUse(_rows.Sum(row => row[EngineSeconds]), _rows.Sum(row => (long)row[UnstableEpisodes])),
        Threads = _learner.Pool.Threads * _learner.Pool.Collective.Size,
    };
}
