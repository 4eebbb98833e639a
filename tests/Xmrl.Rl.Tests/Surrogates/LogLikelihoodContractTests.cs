using Xmrl.Contracts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class LogLikelihoodContractTests : SurrogateContract
{
    protected override ISurrogate CreateSurrogate() => new LogLikelihood();

    protected override Real[] WeightsOf(SampleBatch batch) => [.. Enumerable.Repeat((Real)1, batch.Samples)];
}
