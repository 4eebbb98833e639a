namespace Xmrl.Contracts;

/// <summary>Says of a test class what its tests need that a machine may lack.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class TestConditionAttribute : Attribute
{
    /// <summary>Why the tests cannot run here; null where they can.</summary>
    public abstract string? SkipReason { get; }
}
