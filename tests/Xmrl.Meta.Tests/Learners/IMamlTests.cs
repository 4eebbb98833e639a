using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;

namespace Xmrl.Meta.Tests.Learners;

public sealed class IMamlTests : LearnerContract<IMaml>
{
    [Fact]
    public void Create_Defaults_SolvesTheProximalProblem()
    {
        var settings = new IMaml { Proximal = new ProximalSettings { Strength = 3, Steps = 4, Tolerance = 0.5, SolverSteps = 6 } };

        Options(settings).Proximal.ShouldBe(
            new ProximalOptions { Strength = 3, MaximumSteps = 4, Tolerance = 0.5, SolverSteps = 6 });
        settings.AdaptationSteps.ShouldBe(1);
    }

    [Fact]
    public void Create_Regularization_TakesTheOuterTermAlone()
        => Options(new IMaml(), new QuadraticRegularization { Outer = 0.5, Inner = 0.25 }).Regularization
            .ShouldBe(new QuadraticRegularization { Outer = 0.5 });

    [Fact]
    public void Validate_Epochs_AreRefused() => WithoutEpochs.Check(outer => new IMaml { Outer = outer });
}
