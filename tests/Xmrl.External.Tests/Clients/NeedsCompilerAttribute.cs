using Xmrl.Contracts;

namespace Xmrl.External.Tests.Clients;

/// <summary>A class whose tests compile a C program.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsCompilerAttribute : TestConditionAttribute
{
    public override string? SkipReason => Programs.Compiler is null ? "No C compiler at /usr/bin/cc." : null;
}
