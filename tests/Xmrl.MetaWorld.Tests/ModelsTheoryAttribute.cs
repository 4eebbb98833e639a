namespace Xmrl.MetaWorld.Tests;

/// <summary>A test of several cases that simulates; skipped, with the reason, without libmujoco 2.2.2 or the model files.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelsTheoryAttribute : TheoryAttribute
{
    public ModelsTheoryAttribute() => Skip = InstalledFiles.ModelsReason;
}
