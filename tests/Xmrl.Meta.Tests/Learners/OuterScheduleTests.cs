using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Tests.Learners;

public sealed class OuterScheduleTests
{
    [Fact]
    public void Cosine_Scale_StretchesEveryStep()
    {
        var schedule = new OuterSchedule(StepSize: 0.5, FinalShare: 0.25, Iterations: 8, Scale: 4);

        schedule.First.ShouldBe(2);
        schedule.Cosine().StepSize(0).ShouldBe(2);
        schedule.Cosine().StepSize(4).ShouldBe(1.25, 1e-12);
        schedule.Cosine().StepSize(8).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void Over_Iterations_BeginsAndEndsAsSet()
    {
        OuterSchedule schedule = new ScheduleSettings { OuterStepSize = 0.5, FinalStepShare = 0.1 }.Over(7);

        (schedule.StepSize, schedule.FinalShare, schedule.Iterations, schedule.Scale).ShouldBe((0.5, 0.1, 7, 1));
    }
}
