using Xmrl.MuJoCo;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>A test of several cases that needs libmujoco; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MuJoCoTheoryAttribute : TheoryAttribute
{
    public MuJoCoTheoryAttribute() => Skip = MuJoCoEngine.Status.IsAvailable ? null : MuJoCoEngine.Status.Sentence;
}
