using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learners;

public sealed class MamlTests : LearnerContract<Maml>
{
    [Fact]
    public void Create_Defaults_DifferentiatesThroughTheInnerStep()
    {
        LearnerOptions options = Options(new Maml { Inner = new InnerStepSettings { InnerStepSize = 0.3, InnerSteps = 2 } });

        (options.InnerStepSize, options.InnerSteps, options.GradientOrder).ShouldBe((0.3, 2, GradientOrder.SecondOrder));
        options.InnerSurrogate.ShouldBeOfType<LowVarianceCurvature>();
        options.RatioSurrogate.ShouldBeOfType<ImportanceRatio>();
        (options.Correction, options.Proximal, options.ContextStepSize, options.ResetsContext).ShouldBe((null, null, null, false));
    }

    [Fact]
    public void Create_Epochs_ClimbTheClippedSurrogateWithoutPenalty()
    {
        var settings = new Maml
        {
            Outer = new OuterStepSettings { OuterStep = OuterStepName.Epochs },
            Epochs = new EpochSettings { ClipRange = 0.25 },
        };

        Options(settings).RatioSurrogate.ShouldBeOfType<Clipped>().Range.ShouldBe(0.25);
        Options(settings).OuterStep(Short, 3).State.Single(entry => entry.Name == "epochs.penalty").Values.ShouldBe([0.0]);
        settings.Validate().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(OuterStepName.Adam, typeof(GradientOuterStep), "OuterStepSize")]
    [InlineData(OuterStepName.Sgd, typeof(GradientOuterStep), "OuterStepSize")]
    [InlineData(OuterStepName.TrustRegion, typeof(TrustRegionOuterStep), "MaximumDivergence")]
    [InlineData(OuterStepName.Epochs, typeof(EpochsOuterStep), "OuterStepSize")]
    public void OuterStep_EachName_IsThatStep(OuterStepName name, Type step, string length)
    {
        var settings = new Maml { Outer = new OuterStepSettings { OuterStep = name } };

        Options(settings).OuterStep(Short, 3).ShouldBeOfType(step);
        settings.StepLengthName.ShouldBe(length);
    }

    [Fact]
    public void Validate_SettingsOfEpochsWithAnotherStep_AreRefused()
        => new Maml { Epochs = new EpochSettings { Count = 2 } }.Validate().ShouldHaveSingleItem().Path.ShouldBe("Epochs");

    [Fact]
    public void CheckEnvironment_PortfolioOutsideTheMarket_IsRefused()
    {
        var settings = new Maml { Rollouts = new RolloutSettings { Baseline = BaselineName.Portfolio } };

        settings.CheckEnvironment("Drone-v1").ShouldHaveSingleItem().Path.ShouldBe("Baseline");
        settings.CheckEnvironment("Stock-v1").ShouldBeEmpty();
    }
}
