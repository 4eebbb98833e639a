using Xmrl.Contracts;
using Xmrl.External.Tests.Clients;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Tests;

/// <summary>The sample in Python keeps all that an environment must keep; one family serves all tests of the class.</summary>
[NeedsPython]
public sealed class CartPoleContractTests : MixableEnvironmentContract<IEnvironmentFamily>
{
    private static readonly Lazy<ExternalFamily> s_family = new(() => ExternalFamily.Start(Programs.CartPole));

    protected override IEnvironmentFamily CreateFamily() => s_family.Value;
}
