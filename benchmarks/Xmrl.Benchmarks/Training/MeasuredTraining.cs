using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Benchmarks.Training;

/// <summary>A training whose iterations are timed and whose gradients are counted.</summary>
internal sealed class MeasuredTraining
{
    // One measurement of the peak takes 0.2 ms at most, and may meet an interruption: the best of some counts.
    private const int PeakMeasurements = 25;

    private readonly GradientLearner _learner;
    private readonly CountingOuterStep _outerStep;
    private readonly GradientTraining _training;
    private readonly TaskPlan[] _plans;
    private readonly GradientWork _work;
    private readonly RandomKey _key = RandomKey.FromSeed(1);

    /// <summary>Begins.</summary>
    /// <param name="learner">The learner, of second order.</param>
    /// <param name="outerStep">Its outer step: Adam, or a trust region.</param>
    /// <param name="tasks">Tasks per iteration, ≥ 1; the same ones in all.</param>
    public MeasuredTraining(GradientLearner learner, IOuterStep outerStep, int tasks)
    {
        _learner = learner;
        _outerStep = new CountingOuterStep(outerStep);
        _work = new GradientWork(learner.Policy);
        _plans = [.. Enumerable.Range(0, tasks).Select(index => new TaskPlan { MdpTask = learner.Family.SampleTask(_key, index) })];
        Real[] parameters = new Real[learner.ParameterCount];
        learner.Initialize(_key, parameters);
        _training = learner.Begin(parameters, _outerStep);
    }

    /// <summary>Measures.</summary>
    /// <param name="name">Name of the result.</param>
    /// <param name="warmUps">Iterations that do not count, ≥ 0.</param>
    /// <param name="iterations">Iterations that count, ≥ 1.</param>
    /// <param name="cancellation">Checked between tasks.</param>
    /// <returns>The iteration of median time.</returns>
    public TrainingResult Run(string name, int warmUps, int iterations, CancellationToken cancellation)
    {
        List<MeasuredIteration> measured = [];
        for (int iteration = 0; iteration < warmUps + iterations; iteration++)
        {
            double peak = Peak();
            MeasuredIteration one = Iterate(iteration, cancellation);
            if (iteration >= warmUps)
            {
                measured.Add(one with { Peak = Math.Max(peak, Peak()) });
            }
        }

        MeasuredIteration median = measured.OrderBy(static one => one.Report.WallSeconds).ElementAt(iterations / 2);
        PhaseSeconds profile = median.Report.Profile;
        double sum = profile.Sampling + profile.Advantages + profile.Gradients + profile.Outer;
        double needed = _work.Iteration(Count(median, cancellation)) / 1e9;
        double rate = needed / ((profile.Gradients / median.Report.Threads) + profile.Outer);
        return new TrainingResult(
            name,
            median.Report.Threads,
            needed,
            median.Executed / 1e9,
            rate,
            median.Peak,
            rate / median.Peak,
            median.Report.WallSeconds,
            profile.Sampling / sum,
            profile.Advantages / sum,
            profile.Gradients / sum,
            profile.Outer / sum);
    }

    /// <summary>One iteration, and what it did.</summary>
    internal MeasuredIteration Iterate(int iteration, CancellationToken cancellation)
    {
        Real[] start = [.. _training.Parameters];
        double before = _learner.ProductOperations;
        IterationReport report = _training.Iterate(_plans, _key.Derive((ulong)iteration), cancellation);
        return new MeasuredIteration(iteration, start, report, _learner.ProductOperations - before)
        {
            FisherProducts = _outerStep.FisherProducts,
            Candidates = _outerStep.Candidates,
        };
    }

    /// <summary>Draws the rollouts of an iteration once more, for the numbers of their samples.</summary>
    internal GradientCounts Count(MeasuredIteration iteration, CancellationToken cancellation)
    {
        RandomKey key = _key.Derive((ulong)iteration.Index);
        double[][] samples = _learner.Gather(
            new WorkItems { Count = _plans.Length, Width = 2, Cancellation = cancellation },
            (worker, item, row) =>
            {
                TaskPlan plan = _plans[item];
                AdaptationData data = worker.Collect(iteration.Start, plan, key.Derive((ulong)plan.MdpTask.Index)).Data;
                row[0] = data.Inner.Sum(static batch => (double)batch.Samples);
                row[1] = data.Outer.Samples;
            });
        return new GradientCounts(
            (long)samples.Sum(static row => row[0]), (long)samples.Sum(static row => row[1]), iteration.FisherProducts,
            iteration.Candidates);
    }

    private static double Peak() => Enumerable.Range(0, PeakMeasurements).Max(static _ => FmaPeak.Measure());
}
