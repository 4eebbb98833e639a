using Xmrl.Contracts;

namespace Xmrl.MuJoCo.Tests;

/// <summary>A class whose tests need libmujoco.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsMuJoCoAttribute : TestConditionAttribute
{
    public override string? SkipReason => MuJoCoFactAttribute.Reason;
}
