namespace Xmrl.Rl.Environments.Scenes;

/// <summary>Something that is drawn in a picture.</summary>
public sealed record SceneMark
{
    /// <summary>Name of the picture.</summary>
    public required string Picture { get; init; }

    /// <summary>What the points mean.</summary>
    public required SceneShape Shape { get; init; }

    /// <summary>What it is for the task.</summary>
    public required SceneRole Role { get; init; }

    /// <summary>What it is, in a word or two, for the legend.</summary>
    public required string Label { get; init; }

    /// <summary>The points.</summary>
    public required IReadOnlyList<ScenePoint> Points { get; init; }

    /// <summary>Radius of a disc, &gt; 0; null for other shapes.</summary>
    public double? Radius { get; init; }
}
