using Xmrl.Contracts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class TrajectoryHessianContractTests : SurrogateContract
{
    protected override ISurrogate CreateSurrogate() => new TrajectoryHessian();
}
