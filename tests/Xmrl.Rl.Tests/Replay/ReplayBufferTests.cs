using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Replay;

namespace Xmrl.Rl.Tests.Replay;

public sealed class ReplayBufferTests
{
    private const int Operations = 400;

    private static readonly ReplayShape Shape = new(2, 1, 37) { SegmentSteps = 8 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void RandomOperations_AgreeWithAList(ulong seed)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        var buffer = new ReplayBuffer(Shape);
        var model = new ReplayModel(Shape.Capacity);
        for (int i = 0; i < Operations; i++)
        {
            RandomKey own = key.Derive(i);
            switch (own.Integer(0, 8))
            {
                case 0:
                    buffer.ClearContext();
                    model.Clear();
                    break;
                case 1:
                    buffer.Mark();
                    break;
                case 2:
                    buffer = Stored(buffer);
                    break;
                case 3:
                    RequireRollback(buffer, own);
                    break;
                default:
                    AppendTrajectory(buffer, model, own, i);
                    break;
            }

            RequireSame(buffer, model);
        }

        model.Dropped.ShouldBeGreaterThan(0);
        model.Oldest.ShouldBeGreaterThan(10 * Shape.Capacity);
    }

    [Fact]
    public void Gather_AtTimeLimitAndTermination_TellsThemApart()
    {
        var buffer = new ReplayBuffer(Shape);
        new ReplayModel.Step(1, 0, 1, 2, Terminated: false, IsStart: true, IsContext: false).AppendTo(buffer);
        new ReplayModel.Step(5, 0, 1, 6, Terminated: true, IsStart: true, IsContext: false).AppendTo(buffer);
        var batch = new ReplayBatch(Shape, 2);

        buffer.Gather([0, 1], batch);

        (batch.Continuations[0, 0], batch.Continuations[0, 1]).ShouldBe((1, 0));
        (batch.Next[0, 0], batch.Next[0, 1]).ShouldBe((2, 6));
    }

    [Fact]
    public void Append_StepThatDoesNotFollow_IsRefused()
    {
        var buffer = new ReplayBuffer(Shape);
        var step = new ReplayModel.Step(1, 0, 1, 2, Terminated: false, IsStart: false, IsContext: false);

        Should.Throw<ArgumentException>(() => step.AppendTo(buffer)).Message.ShouldContain("does not start a trajectory");
        (step with { IsStart = true }).AppendTo(buffer);
        Should.Throw<ArgumentException>(() => step.AppendTo(buffer));
        (step with { Observation = 2 }).AppendTo(buffer);
        buffer.Live.ShouldBe(2);
    }

    [Fact]
    public void Gather_StepThatLeftTheRing_IsRefused()
    {
        var buffer = new ReplayBuffer(Shape with { Capacity = 2 });
        for (int i = 0; i < 3; i++)
        {
            new ReplayModel.Step(i, 0, 1, i + 1, Terminated: false, IsStart: true, IsContext: false).AppendTo(buffer);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => buffer.Gather([0], new ReplayBatch(Shape, 1)));
    }

    [Fact]
    public void Context_AfterClear_IsDrawnFromTheLastCollectionAlone()
    {
        var buffer = new ReplayBuffer(Shape);
        var model = new ReplayModel(Shape.Capacity);
        Append(buffer, model, count: 10, isContext: true);
        buffer.ClearContext();
        model.Clear();
        Append(buffer, model, count: 6, isContext: true);
        Append(buffer, model, count: 8, isContext: false);
        var steps = new long[200];

        ReplaySampling.Context(buffer, RandomKey.FromSeed(3), steps);

        steps.Distinct().Order().ShouldBe([10, 11, 12, 13, 14, 15]);
        ReplaySampling.Transitions(buffer, RandomKey.FromSeed(3), steps);
        steps.Distinct().Count().ShouldBe(24);
        buffer.ClearContext();
        Should.Throw<ArgumentException>(() => ReplaySampling.Context(buffer, RandomKey.FromSeed(3), steps));
    }

    [Fact]
    public void Encode_OfTheMark_IsNotTouchedByLaterSteps()
    {
        var buffer = new ReplayBuffer(Shape);
        var model = new ReplayModel(Shape.Capacity);
        Append(buffer, model, count: 50, isContext: true);
        buffer.Mark();
        ReplayHead head = buffer.Head;
        byte[][] before = [.. buffer.SegmentsOf(head).Select(buffer.Encode)];

        Append(buffer, model, count: 60, isContext: false);

        buffer.SegmentsOf(head).Select(buffer.Encode).ShouldBe(before);
        buffer.Rollback();
        buffer.Head.ShouldBe(head);
        buffer.SegmentsOf(buffer.Head).Select(buffer.Encode).ShouldBe(before);
    }

    [Fact]
    public void Restore_DamagedSegments_AreRefusedWithASentence()
    {
        var buffer = new ReplayBuffer(Shape);
        Append(buffer, new ReplayModel(Shape.Capacity), count: 5, isContext: true);
        byte[] bytes = buffer.Encode(buffer.SegmentsOf(buffer.Head).Single());
        RandomKey key = RandomKey.FromSeed(8);
        int refused = 0;
        for (int length = 0; length < bytes.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => new ReplayBuffer(Shape).Restore(buffer.Head, _ => bytes[..length]));
        }

        for (int at = 0; at < 36; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= (byte)(1 + key.Integer((ulong)at, 255));
            Should.Throw<InvalidDataException>(() => new ReplayBuffer(Shape).Restore(buffer.Head, _ => damaged));
            refused++;
        }

        refused.ShouldBe(36);
        Should.Throw<InvalidDataException>(() => new ReplayBuffer(Shape).Restore(new ReplayHead(-1, 0, 0), _ => bytes));
        Should.Throw<InvalidDataException>(() => new ReplayBuffer(Shape).Restore(new ReplayHead(5, 6, 0), _ => bytes));
    }

    private static void Append(ReplayBuffer buffer, ReplayModel model, int count, bool isContext)
    {
        for (int i = 0; i < count; i++)
        {
            var step = new ReplayModel.Step(
                model.Count, i, i, model.Count + 1, Terminated: false, IsStart: i == 0, isContext);
            step.AppendTo(buffer);
            model.Append(step);
        }
    }

    private static void AppendTrajectory(ReplayBuffer buffer, ReplayModel model, RandomKey key, int trajectory)
    {
        int length = 1 + key.Integer(1, 12);
        bool isContext = key.Integer(2, 2) == 0;
        bool terminates = key.Integer(3, 2) == 0;
        for (int t = 0; t < length; t++)
        {
            Real name = (100 * trajectory) + t;
            var step = new ReplayModel.Step(
                name, (Real)key.Uniform((ulong)t), (Real)key.Normal((ulong)t), name + 1, terminates && t == length - 1, t == 0, isContext);
            step.AppendTo(buffer);
            model.Append(step);
        }
    }

    /// <summary>The replay that its own segments give.</summary>
    private static ReplayBuffer Stored(ReplayBuffer buffer)
    {
        var stored = new ReplayBuffer(Shape);
        stored.Restore(buffer.Head, buffer.Encode);
        return stored;
    }

    private static void RequireRollback(ReplayBuffer buffer, RandomKey key)
    {
        buffer.Mark();
        ReplayHead head = buffer.Head;
        byte[][] before = [.. buffer.SegmentsOf(head).Select(buffer.Encode)];
        (long, long)[] ranges = [.. buffer.ContextRanges];
        var other = new ReplayModel(Shape.Capacity);
        for (int i = 0; i < 8; i++)
        {
            AppendTrajectory(buffer, other, key.Derive(i), 1000 + i);
            buffer.ClearContext();
        }

        buffer.Rollback();
        buffer.Head.ShouldBe(head);
        buffer.ContextRanges.ShouldBe(ranges);
        buffer.SegmentsOf(head).Select(buffer.Encode).ShouldBe(before);
    }

    private static void RequireSame(ReplayBuffer buffer, ReplayModel model)
    {
        buffer.Head.Count.ShouldBe(model.Count);
        buffer.Head.Dropped.ShouldBe(model.Dropped);
        buffer.Oldest.ShouldBe(model.Oldest);
        Enumerable.Range(0, buffer.ContextCount).Select(buffer.ContextStep).ShouldBe(model.Context);
        long[] steps = [.. Enumerable.Range(0, buffer.Live).Select(i => model.Oldest + i)];
        var batch = new ReplayBatch(Shape, Shape.Capacity);
        buffer.Gather(steps, batch);
        for (int i = 0; i < steps.Length; i++)
        {
            ReplayModel.Step step = model[steps[i]];
            (batch.Observations[0, i], batch.Observations[1, i], batch.Actions[0, i]).ShouldBe(
                (step.Observation, -step.Observation, step.Action));
            (batch.Rewards[0, i], batch.ValueRewards[0, i], batch.Next[0, i], batch.Next[1, i]).ShouldBe(
                (step.Reward, 2 * step.Reward, step.Next, -step.Next));
            batch.Continuations[0, i].ShouldBe(step.Terminated ? 0 : 1);
        }
    }
}
