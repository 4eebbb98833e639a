using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Adaptation;

/// <summary>Capability of an adaptation: it ends in parameters of the policy, which can be exported.</summary>
public interface IParameterAdaptation : IAdaptation
{
    /// <summary>Adapts to a task on samples of its own.</summary>
    /// <param name="worker">Number of the thread's scratch, in [0, threads of the learner's pool).</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="request">How far to adapt.</param>
    /// <param name="key">Random numbers: the key of <see cref="IAdaptation.Measure"/> gives its adaptation.</param>
    /// <returns>θ′ of the policy. Shape [parameters of the policy].</returns>
    Real[] Adapted(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key);
}
