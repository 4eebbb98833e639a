using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Rollouts;

/// <summary>Keeps the last environment built, because adaptation samples the same task several times in a row.</summary>
internal sealed class CachedEnvironment(IEnvironmentFamily family) : IDisposable
{
    private IEnvironment? _environment;
    private EngineUse _used;

    /// <summary>What the physics engine did in all environments built here; zero without an engine.</summary>
    public EngineUse EngineUse => _used + Of(_environment);

    /// <summary>An environment of the task with at least the given number of copies.</summary>
    public IEnvironment Get(MdpTask task, int copies)
    {
        if (_environment is null || _environment.Copies < copies || !_environment.MdpTask.Equals(task))
        {
            Dispose();
            _environment = family.Create(task, copies);
        }

        return _environment;
    }

    public void Dispose()
    {
        _used += Of(_environment);
        (_environment as IDisposable)?.Dispose();
        _environment = null;
    }

    private static EngineUse Of(IEnvironment? environment) => environment is IEngineBacked backed ? backed.EngineUse : default;
}
