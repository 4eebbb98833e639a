using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;

namespace Xmrl.Meta.Tests.Learners;

public sealed class CaviaTests : LearnerContract<Cavia>
{
    [Fact]
    public void Create_Defaults_AdaptsTheContextAlone()
    {
        LearnerOptions options = Options(new Cavia { ContextStepSize = 0.75, InnerSteps = 2 });

        (options.InnerStepSize, options.ContextStepSize, options.InnerSteps, options.ResetsContext).ShouldBe((0, 0.75, 2, true));
        new Cavia().NeedsContext.ShouldBeTrue();
    }
}
