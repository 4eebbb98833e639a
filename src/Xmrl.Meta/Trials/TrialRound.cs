using System.Diagnostics;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Advantages;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Sampling;

namespace Xmrl.Meta.Trials;

/// <summary>Trials of some tasks under one θ, in blocks that run in lock-step, with advantages under a value that is fitted to all of
/// them. Every process has the blocks that it works on.</summary>
internal sealed class TrialRound
{
    private readonly TrialLearner _learner;
    private readonly IReadOnlyList<TaskPlan> _plans;
    private readonly IReadOnlyList<TrialSlice[]> _slices;
    private readonly TrialBlock?[] _blocks;
    private readonly TrialAdvantages?[] _advantages;

    /// <summary>Divides the tasks' trials into blocks.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="plans">The tasks.</param>
    /// <param name="separates">Whether a block holds trials of one task alone.</param>
    public TrialRound(TrialLearner learner, IReadOnlyList<TaskPlan> plans, bool separates)
    {
        _learner = learner;
        _plans = plans;
        _slices = TrialSlice.Divide([.. plans.Select(plan => plan.Repeats * learner.Options.Trials)], separates);
        _blocks = new TrialBlock?[_slices.Count];
        _advantages = new TrialAdvantages?[_slices.Count];
    }

    /// <summary>The tasks of a block, with how many of their trials.</summary>
    public IReadOnlyList<TrialSlice[]> Slices => _slices;

    /// <summary>What every process knows of a block after <see cref="Sample"/>.</summary>
    public double[][] Rows { get; private set; } = [];

    /// <summary>Mean of the advantages of all samples.</summary>
    public double Centre { get; private set; }

    /// <summary>One over their deviation; 0 where they say nothing of actions.</summary>
    public double Factor { get; private set; }

    /// <summary>A block of this process.</summary>
    /// <param name="block">Its number.</param>
    public TrialBlock this[int block] => _blocks[block]!;

    /// <summary>The blocks as items of work.</summary>
    /// <param name="width">Numbers per block.</param>
    /// <param name="token">Checked between blocks.</param>
    public WorkItems Items(int width, CancellationToken token) => new()
    {
        Count = _slices.Count,
        Width = width,
        Name = block => $"trials of task {_plans[_slices[block][0].Plan].MdpTask.Index}",
        Cancellation = token,
    };

    /// <summary>Plays the trials, fits the value and estimates the advantages.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="keyOf">Random numbers of a plan.</param>
    /// <param name="token">Checked between steps.</param>
    public void Sample(Real[] parameters, Func<int, RandomKey> keyOf, CancellationToken token)
    {
        int sumsLength = new RidgeRegression(_learner.Features.Count).SumsLength;
        var sums = new double[sumsLength];
        double[] ones = [.. Enumerable.Repeat(1.0, _slices.Count)];
        Rows = _learner.Pool.Sum(
            Items(TrialRow.Width, token), ones, sums, (worker, block, row) => Play(worker, block, row, parameters, keyOf, token));
        var regression = new RidgeRegression(_learner.Features.Count);
        regression.AddSums(sums, Rows.Sum(row => (long)row[TrialRow.Samples]));
        double[] coefficients = regression.Fit(TrialAdvantages.Ridge).Coefficients;
        double[][] moments = _learner.Pool.Gather(Items(TrialRow.Moments, token), (_, block, row) =>
        {
            long started = Stopwatch.GetTimestamp();
            TrialAdvantages advantages = _advantages[block]!;
            advantages.Estimate(coefficients);
            foreach (Real value in advantages.Values)
            {
                row[0] += value;
                row[1] += (double)value * value;
            }

            row[2] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        double samples = Rows.Sum(row => row[TrialRow.Samples]);
        Centre = moments.Sum(row => row[0]) / samples;
        double square = moments.Sum(row => row[1]) / samples;
        double variance = Math.Max(0, square - (Centre * Centre));
        Factor = variance > TrialRow.Resolution * (square + double.Epsilon) ? 1 / Math.Sqrt(variance) : 0;
        for (int block = 0; block < moments.Length; block++)
        {
            Rows[block][TrialRow.AdvantageSeconds] += moments[block][2];
        }
    }

    /// <summary>Writes advantages and weights into the blocks of this process.</summary>
    /// <param name="weights">Weight of one sample of each plan.</param>
    /// <param name="factor">Multiplies centred advantages.</param>
    public void Weigh(IReadOnlyList<double> weights, double factor)
    {
        for (int block = 0; block < _blocks.Length; block++)
        {
            if (_blocks[block] is { } own)
            {
                double[] trials = [.. _slices[block].SelectMany(slice => Enumerable.Repeat(weights[slice.Plan], slice.Count))];
                _advantages[block]!.Write(own, trials, Centre, factor);
            }
        }
    }

    private void Play(
        int worker, int block, double[] row, Real[] parameters, Func<int, RandomKey> keyOf, CancellationToken token)
    {
        TrialWorker own = _learner.Worker(worker);
        int trajectories = _learner.Options.Credit.Trajectories;
        TrialSegment[] segments =
        [
            .. _slices[block].Select(slice => new TrialSegment(
                _plans[slice.Plan].MdpTask, slice.Count, keyOf(slice.Plan).Derive(RandomPurpose.TrialRollout).Derive(slice.First))),
        ];
        long started = Stopwatch.GetTimestamp();
        Rl.Environments.EngineUse before = own.Sampler.EngineUse;
        var state = new TrialState(_learner.Policy, segments.Sum(segment => segment.Count));
        Rollout[] rollouts = own.Sampler.Run(
            segments, parameters, state, new RolloutRequest { Trajectories = trajectories, Key = default, Cancellation = token });
        TrialRow.Fill(row, rollouts, trajectories, own.Sampler.EngineUse, before);
        row[TrialRow.SamplingSeconds] = Stopwatch.GetElapsedTime(started).TotalSeconds;

        started = Stopwatch.GetTimestamp();
        TrialCreditOptions credit = _learner.Options.Credit;
        TrialBlock played = TrialInputs.Build(_learner.Policy, rollouts, trajectories, credit.End == TrialEnd.Bootstrap);
        played.Outlines = state.Memory.Outlines();
        var memories = new Real[_learner.Options.ValuesMemory ? _learner.Policy.MemorySize * played.Columns : 0];
        own.Clipped.Remember(parameters, played, memories);
        row[TrialRow.GradientSeconds] = Stopwatch.GetElapsedTime(started).TotalSeconds;

        started = Stopwatch.GetTimestamp();
        _blocks[block] = played;
        _advantages[block] = new TrialAdvantages(_learner.Features, credit, rollouts, played, memories);
        _advantages[block]!.Sums(own.Regression, row.AsSpan(TrialRow.Width));
        row[TrialRow.AdvantageSeconds] = Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
