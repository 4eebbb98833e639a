using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Tests.Methods;

public sealed class AddedTasksTests
{
    private const double RoundingTolerance = 1e-12;

    private static readonly Navigation2DFamily Family = new();

    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(3, 10, 3)]
    [InlineData(10, 10, 10)]
    [InlineData(25, 10, 10)]
    public void Draw_AnyNumberOfTasks_SpendsTheSharesEvenlyAndTheWholeWeight(int tasks, int shares, int drawn)
    {
        IReadOnlyList<TaskPlan> plans = new AddedTasks(Tasks(tasks), shares, 4).Draw(RandomKey.FromSeed(1));

        plans.Count.ShouldBe(drawn);
        plans.Sum(plan => plan.Repeats).ShouldBe(shares);
        (plans.Max(plan => plan.Repeats) - plans.Min(plan => plan.Repeats)).ShouldBeLessThanOrEqualTo(1);
        plans.Sum(plan => plan.Weight).ShouldBe(4, RoundingTolerance);
        plans.Select(plan => plan.MdpTask.Index).ShouldBeUnique();
        plans.Select(plan => plan.MdpTask.Index).ShouldBeInOrder();
    }

    [Fact]
    public void Draw_ManyIterations_MeetsEveryTaskEquallyOften()
    {
        const int Draws = 4_000;
        var added = new AddedTasks(Tasks(8), 3, 1);
        var met = new int[8];
        for (int seed = 0; seed < Draws; seed++)
        {
            foreach (TaskPlan plan in added.Draw(RandomKey.FromSeed((ulong)seed)))
            {
                met[plan.MdpTask.Index - AddedTasks.FirstIndex]++;
            }
        }

        // 3/8 of the draws each: standard error 0.0077, four of them.
        met.ShouldAllBe(count => Math.Abs((count / (double)Draws) - 0.375) < 0.031);
    }

    [Fact]
    public void Draw_AddedToATraining_LeavesItsPlansAsTheyWere()
    {
        MdpTask[] training = Tasks(6);
        var policy = new Rl.Policies.GaussianMlpPolicy(Rl.Policies.GaussianMlpShape.For(Family.Spec) with { HiddenSizes = [3] });
        var plain = new RetrainingTasks { Training = training, Critical = [], Others = 4 };
        RandomKey key = RandomKey.FromSeed(3);

        IReadOnlyList<TaskPlan> with = (plain with { Added = new AddedTasks(Tasks(2), 4, 2) }).Draw(policy, key);

        with.Take(4).ShouldBe(plain.Draw(policy, key));
        with.Skip(4).Select(plan => plan.MdpTask.Index).ShouldBe([AddedTasks.FirstIndex, AddedTasks.FirstIndex + 1]);
    }

    private static MdpTask[] Tasks(int count) => [.. Enumerable.Range(0, count).Select(i => Family.SampleTask(RandomKey.FromSeed(2), i))];
}
