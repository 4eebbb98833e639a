namespace Xmrl.Rl.Environments.Scenes;

/// <summary>How the tasks and episodes of an environment are drawn: data alone, which a run stores and a page draws.</summary>
public sealed record Scene
{
    /// <summary>The pictures, in reading order.</summary>
    public required IReadOnlyList<ScenePicture> Pictures { get; init; }

    /// <summary>What all tasks have in common.</summary>
    public IReadOnlyList<SceneMark> Marks { get; init; } = [];

    /// <summary>Task parameters that belong together; where there are none, parameters are drawn in pairs.</summary>
    public IReadOnlyList<TaskMap> Maps { get; init; } = [];

    /// <summary>One or two sentences below the pictures; null for none.</summary>
    public string? Note { get; init; }
}
