using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>Owns an environment for one test.</summary>
public sealed class Scope(IEnvironment environment) : IDisposable
{
    public IEnvironment Environment => environment;

    public void Dispose() => (environment as IDisposable)?.Dispose();
}
