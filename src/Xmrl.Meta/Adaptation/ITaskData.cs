using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>Where the samples of one task come from: fresh rollouts, rollouts that are held fixed, or a store. A learner asks for them and
/// draws nothing by itself.</summary>
public interface ITaskData
{
    /// <summary>The samples of an adaptation step.</summary>
    /// <param name="step">k, from 0, each in turn.</param>
    /// <param name="parameters">θ_k, the parameters that the step starts from. Shape [P].</param>
    /// <returns>The rollouts D_k.</returns>
    SampleBatch Inner(int step, Real[] parameters);

    /// <summary>The samples by which the adapted policy is judged.</summary>
    /// <param name="adapted">Adapted parameters θ_K. Shape [P].</param>
    /// <returns>D_out.</returns>
    SampleBatch Outer(Real[] adapted);
}
