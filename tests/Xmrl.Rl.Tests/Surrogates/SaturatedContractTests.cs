using Xmrl.Contracts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class SaturatedContractTests : SurrogateContract
{
    protected override ISurrogate CreateSurrogate() => new Saturated();
}
