namespace Xmrl.MetaWorld.Tests;

/// <summary>A test that simulates; skipped, with the reason, without libmujoco 2.2.2 or the model files.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelsFactAttribute : FactAttribute
{
    public ModelsFactAttribute() => Skip = InstalledFiles.ModelsReason;
}
