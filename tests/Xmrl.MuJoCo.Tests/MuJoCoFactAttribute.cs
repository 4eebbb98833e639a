using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests;

/// <summary>A test that needs libmujoco; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MuJoCoFactAttribute : FactAttribute
{
    public MuJoCoFactAttribute() => Skip = Reason;

    /// <summary>Why MuJoCo cannot be used here; null where it can.</summary>
    internal static string? Reason => MuJoCoEngine.Status.IsAvailable ? null : MuJoCoEngine.Status.Sentence;
}
