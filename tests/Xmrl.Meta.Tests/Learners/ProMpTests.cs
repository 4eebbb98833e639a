using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Outer;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learners;

public sealed class ProMpTests : LearnerContract<ProMp>
{
    [Fact]
    public void Create_Defaults_PenalisesTheMoveOfThePoliciesBeforeAdaptation()
    {
        var settings = new ProMp { Epochs = new EpochSettings { Penalty = 0.125, ClipRange = 0.25 } };

        Options(settings).RatioSurrogate.ShouldBeOfType<Clipped>().Range.ShouldBe(0.25);
        Options(settings).OuterStep(Short, 3).ShouldBeOfType<EpochsOuterStep>()
            .State.Single(entry => entry.Name == "epochs.penalty").Values.ShouldBe([0.125]);
    }
}
