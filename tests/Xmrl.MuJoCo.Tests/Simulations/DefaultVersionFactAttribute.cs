using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests.Simulations;

/// <summary>A test of what is known of MuJoCo's default version alone; skipped, with the reason, with another or without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DefaultVersionFactAttribute : FactAttribute
{
    public DefaultVersionFactAttribute()
        => Skip = MuJoCoEngine.Status.Version == EngineLayouts.Default ? null : MuJoCoEngine.Status.Sentence;
}
