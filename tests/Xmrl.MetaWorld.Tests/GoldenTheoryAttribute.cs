namespace Xmrl.MetaWorld.Tests;

/// <summary>A test of several cases that compares with stored trajectories; skipped, with the reason, without them or without what
/// simulates.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GoldenTheoryAttribute : TheoryAttribute
{
    public GoldenTheoryAttribute() => Skip = InstalledFiles.GoldenReason ?? InstalledFiles.ModelsReason;
}
