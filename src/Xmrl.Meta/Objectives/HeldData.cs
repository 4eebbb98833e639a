using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Rollouts that were drawn before, whatever the parameters are now: the data of derivatives and of candidates.</summary>
/// <param name="data">The rollouts.</param>
internal sealed class HeldData(AdaptationData data) : ITaskData
{
    public SampleBatch Inner(int step, Real[] parameters) => data.Inner[step];

    public SampleBatch Outer(Real[] adapted) => data.Outer;
}
