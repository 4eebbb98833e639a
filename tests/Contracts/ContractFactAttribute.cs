using Xunit.Sdk;

namespace Xmrl.Contracts;

/// <summary>A test of a contract: skipped, with the reason, where the inheriting class carries a <see cref="TestConditionAttribute"/> that
/// this machine does not meet.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Xmrl.Contracts.ContractFactDiscoverer", "Xmrl.Contracts")]
public sealed class ContractFactAttribute : FactAttribute;
