using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>Episodes that training leaves to scored adaptations.</summary>
public class HoldOutTests
{
    private const int Episodes = 12;

    private static readonly MacawOptions s_held = MacawLearnerTests.Small with { HoldOut = 0.25, ReturnScale = 1 };

    [Theory]
    [InlineData(12, 0.25, "2,6,10")]
    [InlineData(12, 0.5, "1,3,5,7,9,11")]
    [InlineData(10, 0.2, "2,7")]
    [InlineData(30, 0.1, "5,15,25")]
    [InlineData(3, 0.1, "")]
    public void EpisodeRows_Share_HoldsOutEvenlyOverTheBuffer(int episodes, double share, string expected)
    {
        TaskBuffer buffer = Line(episodes).Data.Of(BufferSet.Training).First();
        var parts = new EpisodeRows(buffer, new RowOptions(0.9, 1, share));
        string.Join(',', parts.Scored).ShouldBe(expected);
        parts.Trained.Union(parts.Scored).Order().ShouldBe(Enumerable.Range(0, episodes));
        parts.Trained.Intersect(parts.Scored).ShouldBeEmpty();
        parts.Count(parts.Trained).ShouldBe((episodes - parts.Scored.Length) * Tests.Learning.Line.Horizon);
    }

    [Fact]
    public void EpisodeRows_NoShare_GivesAllEpisodesToBoth()
    {
        var parts = new EpisodeRows(Line(Episodes).Data.Of(BufferSet.Training).First(), new RowOptions(0.9, 3));
        parts.Trained.ShouldBe(Enumerable.Range(0, Episodes));
        parts.Scored.ShouldBe(parts.Trained);
        parts.Count(parts.Scored).ShouldBe(Episodes * Tests.Learning.Line.Horizon / 3);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(1, false)]
    public void Draw_HeldOutEpisodes_AreForScoredAdaptationsAlone(int stride, bool isUniform)
    {
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(Line(Episodes), s_held with { Stride = stride }, pool);
        RowTable table = learner.TableOf(learner.Stored.TasksOf(0)[0], BufferSet.Training)!;
        int[] held = [2, 6, 10];
        (int[] inner, int[] outer, int[] scored) = (new int[16], new int[16], new int[16]);
        var seen = new HashSet<int>();
        for (ulong draw = 0; draw < 200; draw++)
        {
            RandomKey key = RandomKey.FromSeed(draw);
            table.Draw(key, isUniform, inner, outer);
            inner.Concat(outer).Select(table.EpisodeOf).Intersect(held).ShouldBeEmpty();
            table.Draw(key, isUniform, scored);
            scored.Select(table.EpisodeOf).Except(held).ShouldBeEmpty();
            seen.UnionWith(inner.Concat(outer).Concat(scored).Select(table.EpisodeOf));
        }

        seen.Count.ShouldBe(Episodes);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 6)]
    [InlineData(2, 10)]
    public void Draw_StageOfHeldOutEpisodes_IsAThirdOfThem(int stage, int episode)
    {
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(Line(Episodes), s_held, pool);
        RowTable table = learner.TableOf(learner.Stored.TasksOf(0)[0], BufferSet.Training)!;
        var rows = new int[64];
        table.Draw(RandomKey.FromSeed(1), true, rows, new RowPart(stage, null));
        rows.Select(table.EpisodeOf).Distinct().ShouldBe([episode]);
    }

    /// <summary>Rewards of the held-out episodes do not reach the training, though test tasks are training tasks with the same
    /// buffers.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Iterate_OtherHeldOutRewards_SameParametersAndAnotherAdaptation(int latents)
    {
        MacawOptions options = s_held with { Latents = latents };
        StoredTasks before = Line(Episodes);
        StoredTasks after = Line(Episodes);
        foreach (TaskBuffer buffer in after.Data.Buffers.Distinct())
        {
            foreach (int episode in new[] { 2, 6, 10 })
            {
                buffer.Rewards.AsSpan((int)buffer.EpisodeStarts[episode]..buffer.EndOf(episode)).Fill(7);
            }
        }

        (Real[] one, double[] first) = Trained(before, options);
        (Real[] two, double[] second) = Trained(after, options);
        two.ShouldBe(one);
        second.ShouldNotBe(first);
    }

    [Fact]
    public void Measure_OtherRewardsForTraining_SameScore()
    {
        StoredTasks before = Line(Episodes);
        (Real[] theta, double[] scores) = Trained(before, s_held);
        foreach (TaskBuffer buffer in before.Data.Buffers.Distinct())
        {
            foreach (int episode in Enumerable.Range(0, Episodes).Except([2, 6, 10]))
            {
                buffer.Rewards.AsSpan((int)buffer.EpisodeStarts[episode]..buffer.EndOf(episode)).Fill(7);
            }
        }

        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(before, s_held, pool);
        Scores(learner, theta).ShouldBe(scores);
    }

    [Theory]
    [InlineData(4, 0.25, "0.25, with 1 episodes and 10 rows of task 0 held out")]
    [InlineData(3, 0.5, "0.5, with 1 episodes and 10 rows of task 0 for training")]
    [InlineData(5, 0.5, "0.5, with 2 episodes and 20 rows of task 0 for training")]
    [InlineData(7, 0.3, "0.3, with 2 episodes and 20 rows of task 0 held out")]
    public void CheckTasks_TooFewEpisodesInAPart_SaysWhich(int episodes, double share, string found)
    {
        ValidationErrorOf(episodes, share, 25).ShouldBe(("meta.holdOut", found));
        ValidationErrorOf(2 * episodes, share, 20).ShouldBeNull();
    }

    [Fact]
    public void CheckTasks_NoHoldOut_AsksForTwoEpisodesAlone() => ValidationErrorOf(3, 0, 25).ShouldBeNull();

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.51)]
    [InlineData(double.NaN)]
    public void Validate_ShareOutOfRange_IsRefused(double share)
        => new Macaw { HoldOut = share }.Validate().Select(error => error.Path).ShouldBe(["HoldOut"], StringComparer.OrdinalIgnoreCase);

    private static (string Path, string Found)? ValidationErrorOf(int episodes, double share, int rows)
    {
        var macaw = new Macaw { Data = "data", HoldOut = share, Rows = rows, TasksPerOuterStep = 2 };
        return macaw.CheckTasks(Line(episodes), (2, 2, 2)).Select(error => ((string, string)?)(error.Path, error.Found)).SingleOrDefault();
    }

    private static StoredTasks Line(int episodes)
        => new Line().Stored([.. Enumerable.Range(0, 2).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], episodes);

    private static (Real[] Theta, double[] Scores) Trained(StoredTasks stored, MacawOptions options)
    {
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, options, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(1e-3, 1, 1));
        training.Iterate([.. stored.TasksOf(0).Select(task => new TaskPlan { MdpTask = task })], RandomKey.FromSeed(6))
            .Outer.Status.ShouldBe(OuterStatus.Accepted);
        return (training.Parameters, Scores(learner, training.Parameters));
    }

    private static double[] Scores(MacawLearner learner, Real[] theta) =>
    [
        .. learner.Stored.TasksOf((int)BufferSet.Test).Select(task => learner.Adaptation.Measure(
            0, theta, task, new() { Steps = 1, SampledTrajectories = 0 }, RandomKey.FromSeed(8)).Points[^1].MeanActions),
    ];
}
