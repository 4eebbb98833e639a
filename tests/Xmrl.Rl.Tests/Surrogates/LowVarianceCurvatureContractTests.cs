using Xmrl.Contracts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class LowVarianceCurvatureContractTests : SurrogateContract
{
    protected override ISurrogate CreateSurrogate() => new LowVarianceCurvature();
}
