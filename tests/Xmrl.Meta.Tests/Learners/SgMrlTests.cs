using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learners;

public sealed class SgMrlTests : LearnerContract<SgMrl>
{
    [Fact]
    public void Create_Defaults_HasTheSumOfTheScores()
    {
        LearnerOptions options = Options(new SgMrl { OuterSurrogate = SurrogateName.TrajectoryHessian });

        options.Correction.ShouldBe(new SamplingCorrection { SumsTrajectories = true, UsesBaseline = true });
        options.InnerSurrogate.ShouldBeOfType<Score>();
        options.OuterSurrogate.ShouldBeOfType<TrajectoryHessian>();
    }

    [Fact]
    public void Validate_Epochs_AreRefused() => WithoutEpochs.Check(outer => new SgMrl { Outer = outer });
}
