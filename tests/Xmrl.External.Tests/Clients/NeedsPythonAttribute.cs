using Xmrl.Contracts;
using Xmrl.Fixtures.Python;

namespace Xmrl.External.Tests.Clients;

/// <summary>A class whose tests need Python.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPythonAttribute : TestConditionAttribute
{
    public override string? SkipReason => PythonProgram.Path is null ? PythonProgram.Reason : null;
}
