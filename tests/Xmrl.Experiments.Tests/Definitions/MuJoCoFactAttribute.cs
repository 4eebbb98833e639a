using Xmrl.MuJoCo.Simulations;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>A test that needs libmujoco; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MuJoCoFactAttribute : FactAttribute
{
    public MuJoCoFactAttribute() => Skip = MuJoCoEngine.Status.IsAvailable ? null : MuJoCoEngine.Status.Sentence;
}
