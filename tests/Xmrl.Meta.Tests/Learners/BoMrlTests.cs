using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Outer;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learners;

public sealed class BoMrlTests : LearnerContract<BoMrl>
{
    [Fact]
    public void Create_Defaults_TakeThePapersAlgorithm2()
    {
        LearnerOptions options = Options(new BoMrl());

        options.Proximal.ShouldBe(new ProximalOptions
        {
            Divergence = ProximalDivergence.Forward,
            Strength = 0.5,
            Solver = ProximalSolver.Adam,
            MaximumSteps = 50,
            AdamStepSize = 0.003,
            Tolerance = 0.1,
            SolverSteps = 20,
            Damping = 1e-3,
        });
        options.InnerSurrogate.ShouldBeOfType<Saturated>();
        options.OuterStep(new BoMrl().Schedule(10), 3).ShouldBeOfType<TrustRegionOuterStep>().NeedsFisher.ShouldBeFalse();
        new BoMrl().AdaptationSteps.ShouldBe(1);
    }

    [Theory]
    [InlineData(ProximalDivergence.Parameters, null, 10)]
    [InlineData(ProximalDivergence.Forward, null, 0.5)]
    [InlineData(ProximalDivergence.Reverse, null, 0.5)]
    [InlineData(ProximalDivergence.Parameters, 3.0, 3)]
    [InlineData(ProximalDivergence.Reverse, 3.0, 3)]
    public void Create_Strength_IsThatOfTheDivergenceUnlessStated(ProximalDivergence divergence, double? stated, double expected)
        => Options(new BoMrl { Adaptation = new UniversalSettings { Divergence = divergence, Strength = stated } })
            .Proximal!.Strength.ShouldBe(expected);

    [Fact]
    public void Create_BetweenParametersByNewton_IsImplicitMaml()
    {
        LearnerOptions implicitMaml = Options(new IMaml { Proximal = new ProximalSettings { Strength = 3 } });
        LearnerOptions same = Options(new BoMrl
        {
            Surrogates = new SurrogateSettings { InnerSurrogate = SurrogateName.LowVarianceCurvature },
            Adaptation = new UniversalSettings
            {
                Divergence = ProximalDivergence.Parameters,
                Strength = 3,
                Solver = ProximalSolver.Newton,
                Steps = 20,
                Tolerance = 1e-4,
                Damping = 0,
            },
        });

        same.Proximal.ShouldBe(implicitMaml.Proximal);
        same.InnerSurrogate.ShouldBeOfType(implicitMaml.InnerSurrogate.GetType());
        same.OuterSurrogate.ShouldBeOfType(implicitMaml.OuterSurrogate.GetType());
    }

    [Fact]
    public void Create_TrustRegionOfAdaptedPolicies_NeedsTheirFisherMatrix()
        => Options(new BoMrl { TrustRegion = TrustRegion.AdaptedPolicies })
            .OuterStep(new BoMrl().Schedule(10), 3).ShouldBeOfType<TrustRegionOuterStep>().NeedsFisher.ShouldBeTrue();

    [Fact]
    public void Create_Regularization_TakesTheOuterTermAlone()
        => Options(new BoMrl(), new QuadraticRegularization { Outer = 0.5, Inner = 0.25 }).Regularization
            .ShouldBe(new QuadraticRegularization { Outer = 0.5 });

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void Validate_StrengthNotPositive_IsRefused(double strength)
        => new UniversalSettings { Strength = strength }.Validate().ShouldHaveSingleItem().ToString().ShouldContain("Strength");

    [Fact]
    public void Validate_TermsWithoutImplicitGradient_AreRefused()
        => new UniversalSettings { Order = ProximalOrder.First, ValueTerm = true }.Validate()
            .ShouldHaveSingleItem().ToString().ShouldContain("Order");
}
