namespace Xmrl.Rl.Environments;

/// <summary>Capability of an environment whose dynamics a physics engine computes: it says what the engine did.</summary>
public interface IEngineBacked
{
    /// <summary>What the engine did since this object was built.</summary>
    public EngineUse EngineUse { get; }
}
