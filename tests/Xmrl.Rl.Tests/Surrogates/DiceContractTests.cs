using Xmrl.Contracts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class DiceContractTests : SurrogateContract
{
    protected override ISurrogate CreateSurrogate() => new Dice();
}
