using Xmrl.Contracts;

namespace Xmrl.External.Tests.Clients;

/// <summary>A class whose tests need Python.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPythonAttribute : TestConditionAttribute
{
    public override string? SkipReason => Programs.Python is null ? PythonFactAttribute.Reason : null;
}
