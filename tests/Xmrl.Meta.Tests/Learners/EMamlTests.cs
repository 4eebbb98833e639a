using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learners;

public sealed class EMamlTests : LearnerContract<EMaml>
{
    [Fact]
    public void Create_Defaults_HasTheMeanOfTheScores()
    {
        LearnerOptions options = Options(new EMaml { CorrectionBaseline = false });

        options.Correction.ShouldBe(new SamplingCorrection { SumsTrajectories = false, UsesBaseline = false });
        options.InnerSurrogate.ShouldBeOfType<Score>();
        options.GradientOrder.ShouldBe(GradientOrder.SecondOrder);
    }

    [Fact]
    public void Create_InnerSurrogateNamed_TakesIt()
        => Options(new EMaml { Surrogates = new SurrogateSettings { InnerSurrogate = SurrogateName.Dice } })
            .InnerSurrogate.ShouldBeOfType<Dice>();

    [Fact]
    public void Validate_Epochs_AreRefused() => WithoutEpochs.Check(outer => new EMaml { Outer = outer });
}
