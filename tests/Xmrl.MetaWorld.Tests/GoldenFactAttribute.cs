namespace Xmrl.MetaWorld.Tests;

/// <summary>A test that compares with stored trajectories; skipped, with the reason, without them or without what simulates.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute() => Skip = InstalledFiles.GoldenReason ?? InstalledFiles.ModelsReason;
}
