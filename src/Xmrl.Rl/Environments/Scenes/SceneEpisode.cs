namespace Xmrl.Rl.Environments.Scenes;

/// <summary>What an episode of T steps was, from which its picture is made.</summary>
public sealed record SceneEpisode
{
    /// <summary>Raw observations before each step, and after the last. Shape [T + 1][O].</summary>
    public required IReadOnlyList<double[]> Observations { get; init; }

    /// <summary>Executed actions. Shape [T][A].</summary>
    public required IReadOnlyList<double[]> Actions { get; init; }

    /// <summary>Rewards. Shape [T].</summary>
    public required IReadOnlyList<double> Rewards { get; init; }
}
