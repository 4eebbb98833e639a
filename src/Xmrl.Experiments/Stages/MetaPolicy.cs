using Xmrl.Diagnosis.Probes;
using Xmrl.Experiments.Methods;

namespace Xmrl.Experiments.Stages;

/// <summary>A meta-policy of a run.</summary>
/// <param name="Method">The method that retrained it; null for the base policy.</param>
/// <param name="Parameters">Parameters θ. Shape [P].</param>
internal sealed record MetaPolicy(Method? Method, Real[] Parameters)
{
    /// <summary>The adaptation that it is scored with, where a diagnosis prescribes another one; null for the run's own.</summary>
    public AdaptationChange? Adaptation { get; init; }
}
