using System.Collections.Immutable;

namespace Xmrl.Experiments.Improvement;

/// <summary>Which training tasks are left out of the retrainings of a stored policy.</summary>
/// <param name="Path">The run directory.</param>
/// <param name="Overrides">Those of the explanation; retrain.iterations and retrain.outerStepSize are those of each retraining.</param>
/// <param name="Explanation">What <see cref="RunExplainer.Explain"/> found.</param>
/// <param name="Groups">Number of groups; as many as training tasks for one task each.</param>
internal sealed record LeaveOutRequest(string Path, ImmutableArray<string> Overrides, RunExplanation Explanation, int Groups);
