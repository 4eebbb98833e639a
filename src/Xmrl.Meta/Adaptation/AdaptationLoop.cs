using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>The adaptation of one task, the same in training, in evaluation and on held rollouts: for k = 0 … K − 1, samples D_k of the
/// policy at θ_k, then θ_{k+1} by the rule.</summary>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn et al. (2017), Algorithm 3, lines 4 to 8.</seealso>
public static class AdaptationLoop
{
    /// <summary>Adapts.</summary>
    /// <param name="start">Parameters θ_0 before the first step. Shape [P].</param>
    /// <param name="steps">K, ≥ 0.</param>
    /// <param name="data">Where the samples come from.</param>
    /// <param name="rule">What a step does.</param>
    /// <returns>The way from θ_0 to θ_K.</returns>
    public static AdaptationPath Run(ReadOnlySpan<Real> start, int steps, ITaskData data, IAdaptationRule rule)
    {
        var path = new AdaptationPath(start);
        for (int k = 0; k < steps; k++)
        {
            SampleBatch batch = data.Inner(k, path.Adapted);
            path.Add(batch, rule.Step(path.Adapted, batch));
        }

        return path;
    }
}
