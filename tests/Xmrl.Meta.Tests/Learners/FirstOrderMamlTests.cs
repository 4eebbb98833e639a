using Xmrl.Meta.Learners;
using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Learners;

public sealed class FirstOrderMamlTests : LearnerContract<FirstOrderMaml>
{
    [Fact]
    public void Create_Defaults_DiffersFromMamlInTheOrderAlone()
        => (Options(new FirstOrderMaml()) with { GradientOrder = GradientOrder.SecondOrder }).ToString()
            .ShouldBe(Options(new Maml()).ToString());
}
