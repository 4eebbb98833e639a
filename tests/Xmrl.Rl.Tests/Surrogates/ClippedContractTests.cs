using Xmrl.Contracts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class ClippedContractTests : SurrogateContract
{
    protected override ISurrogate CreateSurrogate() => new Clipped(0.2);
}
