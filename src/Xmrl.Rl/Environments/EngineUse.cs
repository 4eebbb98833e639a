namespace Xmrl.Rl.Environments;

/// <summary>What an environment's physics engine did.</summary>
/// <param name="Seconds">Seconds spent in the engine.</param>
/// <param name="UnstableEpisodes">Episodes that ended as terminated because the engine could not go on with them.</param>
public readonly record struct EngineUse(double Seconds, long UnstableEpisodes)
{
    /// <summary>Both together.</summary>
    /// <param name="x">Some use.</param>
    /// <param name="y">Other use.</param>
    public static EngineUse operator +(EngineUse x, EngineUse y) => new(x.Seconds + y.Seconds, x.UnstableEpisodes + y.UnstableEpisodes);

    /// <summary>What was added between two readings.</summary>
    /// <param name="x">The later reading.</param>
    /// <param name="y">The earlier reading.</param>
    public static EngineUse operator -(EngineUse x, EngineUse y) => new(x.Seconds - y.Seconds, x.UnstableEpisodes - y.UnstableEpisodes);
}
