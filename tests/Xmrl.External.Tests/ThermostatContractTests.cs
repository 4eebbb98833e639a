using Xmrl.Contracts;
using Xmrl.External.Tests.Clients;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Tests;

/// <summary>The sample in C keeps all that an environment must keep, so that the protocol is not Python's alone.</summary>
[NeedsCompiler]
public sealed class ThermostatContractTests : MixableEnvironmentContract<IEnvironmentFamily>
{
    private static readonly Lazy<ExternalFamily> s_family = new(() => ExternalFamily.Start(Programs.Thermostat));

    protected override IEnvironmentFamily CreateFamily() => s_family.Value;
}
