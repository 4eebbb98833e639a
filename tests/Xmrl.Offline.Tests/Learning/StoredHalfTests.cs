using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Training.Loop;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>Poor tasks are selected on one half of their stored episodes and measured on the other.</summary>
public class StoredHalfTests
{
    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 0)]
    [InlineData(12, 0.5)]
    public void ScoredHalf_Halves_AreDisjointAndAllThereIs(int episodes, double holdOut)
    {
        var parts = new EpisodeRows(Line(episodes).Data.Of(BufferSet.Training).First(), new RowOptions(0.9, 1, holdOut));
        (int[] first, int[] second) = (parts.ScoredHalf(0), parts.ScoredHalf(1));
        first.Intersect(second).ShouldBeEmpty();
        first.Concat(second).Order().ShouldBe(parts.Scored);
        (first.Length - second.Length).ShouldBeInRange(0, 1);
        parts.ScoredHalf(null).ShouldBe(parts.Scored);
    }

    [Fact]
    public void ScoredHalf_OneEpisode_IsThatOne()
    {
        var parts = new EpisodeRows(Line(1).Data.Of(BufferSet.Training).First(), new RowOptions(0.9, 1));
        parts.ScoredHalf(0).ShouldBe([0]);
        parts.ScoredHalf(1).ShouldBe([0]);
    }

    /// <summary>Rewards of every other episode reach the scores of their half alone.</summary>
    [Fact]
    public void Measure_OtherRewardsInOneHalf_ChangeTheOther()
    {
        StoredTasks stored = Line(8);
        double[] before = Scores(stored);
        foreach (TaskBuffer buffer in stored.Data.Buffers.Distinct())
        {
            for (int episode = 1; episode < buffer.Episodes; episode += 2)
            {
                Span<float> rewards = buffer.Rewards.AsSpan((int)buffer.EpisodeStarts[episode]..buffer.EndOf(episode));
                foreach (ref float reward in rewards)
                {
                    reward = -reward;
                }
            }
        }

        double[] after = Scores(stored);
        after[0].ShouldBe(before[0]);
        after[1].ShouldNotBe(before[1]);

        static double[] Scores(StoredTasks stored)
        {
            using var pool = new WorkPool(1);
            using var learner = new MacawLearner(stored, MacawLearnerTests.Small with { ReturnScale = 1 }, pool);
            var theta = new Real[learner.ParameterCount];
            learner.Initialize(RandomKey.FromSeed(1), theta);
            return
            [
                .. new[] { 0, 1 }.Select(half => learner.Adaptation.Measure(
                    0, theta, stored.TasksOf(1)[0], new() { Steps = 1, SampledTrajectories = 0, StoredHalf = half },
                    RandomKey.FromSeed(8)).Points[^1].MeanActions),
            ];
        }
    }

    [Fact]
    public void Explain_PoorTasks_AreSelectedOnOneHalfAndMeasuredOnTheOther()
    {
        StoredTasks stored = Line(4);
        using var pool = new WorkPool(1);
        using var learner = new Noted(new MacawLearner(stored, MacawLearnerTests.Small, pool));
        var configuration = new ImproveConfiguration { Poor = new PoorSettings { Below = -1e9, Count = 1, SelectionRepeats = 2 } };
        var tasks = new TaskSets { Training = stored.TasksOf(0), Validation = stored.TasksOf(1), Test = stored.TasksOf(2) };
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        new TaskExplainer(configuration, learner, tasks).Explain(theta, RandomKey.FromSeed(2), static _ => { }, default)
            .Poor.ShouldBeEmpty();
        learner.Halves.ShouldBe([0, 0, 0, 0, 1, 1, 1, 1]);
    }

    private static StoredTasks Line(int episodes)
        => new Line().Stored([.. Enumerable.Range(0, 2).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], episodes);

    /// <summary>A learner that notes which half each adaptation is asked to see.</summary>
    private sealed class Noted(MacawLearner inner) : IMetaLearner, IAdaptation
    {
        public List<int?> Halves { get; } = [];

        public IEnvironmentFamily Family => inner.Family;

        public IReadOnlyList<TensorSpec> Tensors => inner.Tensors;

        public int ParameterCount => inner.ParameterCount;

        public WorkPool Pool => inner.Pool;

        public IAdaptation Adaptation => this;

        public IInfluenceSource? Influence => inner.Influence;

        public int Steps => inner.Adaptation.Steps;

        public void Initialize(RandomKey key, Span<Real> parameters) => inner.Initialize(key, parameters);

        public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => inner.Begin(start, schedule);

        public AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
        {
            Halves.Add(request.StoredHalf);
            return inner.Adaptation.Measure(worker, parameters, task, request, key);
        }

        public Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
            => inner.Adaptation.Trace(worker, parameters, task, request, key);

        public void Dispose() => inner.Dispose();
    }
}
