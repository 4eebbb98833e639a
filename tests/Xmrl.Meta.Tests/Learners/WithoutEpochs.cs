using Xmrl.Contracts;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Tests.Learners;

/// <summary>The step by epochs for learners whose hyper-gradient is not that of a ratio.</summary>
internal static class WithoutEpochs
{
    public static void Check(Func<OuterStepSettings, LearnerSettings> create)
    {
        LearnerSettings settings = create(new OuterStepSettings { OuterStep = OuterStepName.Epochs });

        ValidationError error = settings.Validate().ShouldHaveSingleItem();
        (error.Path, error.Expected).ShouldBe(("OuterStep", $"adam, sgd or trustRegion with learner: {settings.Card.Key}"));
        using var pool = new WorkPool(1);
        using IMetaLearner learner = settings.Create(new LearnerParts
        {
            Family = QuadraticBandit.Family,
            Policy = new GaussianMlpPolicy(GaussianMlpShape.For(QuadraticBandit.Family.Spec) with { HiddenSizes = [3] }),
            Pool = pool,
        });
        Should.Throw<ArgumentException>(() => learner.Begin(new Real[learner.ParameterCount], new OuterSchedule(1, 1, 1)));
    }
}
