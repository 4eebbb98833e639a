using Xmrl.Experiments.Methods;

namespace Xmrl.Experiments.Stages;

/// <summary>A meta-policy of a run.</summary>
/// <param name="Method">The method that retrained it; null for the base policy.</param>
/// <param name="Parameters">Parameters θ. Shape [P].</param>
internal sealed record MetaPolicy(Method? Method, Real[] Parameters);
