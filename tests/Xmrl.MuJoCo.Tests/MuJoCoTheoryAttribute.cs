namespace Xmrl.MuJoCo.Tests;

/// <summary>A test of several cases that needs libmujoco; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MuJoCoTheoryAttribute : TheoryAttribute
{
    public MuJoCoTheoryAttribute() => Skip = MuJoCoFactAttribute.Reason;
}
