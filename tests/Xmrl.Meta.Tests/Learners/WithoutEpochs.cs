using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Tests.Learners;

/// <summary>The step by epochs for learners whose hyper-gradient is not that of a ratio.</summary>
internal static class WithoutEpochs
{
    public static void Check(Func<OuterStepSettings, LearnerSettings> create)
    {
        LearnerSettings settings = create(new OuterStepSettings { OuterStep = OuterStepName.Epochs });

        ValidationError error = settings.Validate().ShouldHaveSingleItem();
        (error.Path, error.Expected).ShouldBe(("OuterStep", $"adam, sgd or trustRegion with learner: {settings.Card.Key}"));
        Should.Throw<ArgumentException>(
            () => settings.OuterStep(new OuterSchedule { StepSize = 1, FinalShare = 1, Iterations = 1 }, 2));
    }
}
