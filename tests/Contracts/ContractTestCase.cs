using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Xmrl.Contracts;

/// <summary>A test case that asks its class whether it can run here.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    /// <summary>For the runner alone, which fills the fields itself.</summary>
    [Obsolete("Called by the runner.", error: true)]
    public ContractTestCase()
    {
    }

    public ContractTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(messages, display, displayOptions, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
        => base.GetSkipReason(factAttribute)
            ?? TestMethod.TestClass.Class.ToRuntimeType().GetCustomAttribute<TestConditionAttribute>()?.SkipReason;
}
