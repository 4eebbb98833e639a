using Xmrl.Contracts;

namespace Xmrl.MetaWorld.Tests;

/// <summary>A class whose tests simulate.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsModelsAttribute : TestConditionAttribute
{
    public override string? SkipReason => InstalledFiles.ModelsReason;
}
