namespace Xmrl.Rl.Environments.Scenes;

/// <summary>One picture: two axes in which marks are drawn.</summary>
public sealed record ScenePicture
{
    /// <summary>Unique name, by which marks say where they belong.</summary>
    public required string Name { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required SceneAxis X { get; init; }

    /// <summary>The vertical axis, upwards.</summary>
    public required SceneAxis Y { get; init; }

    /// <summary>Components of the observation that are the position along the axes, as [x, y]: the picture is a place, and the path of an
    /// episode is drawn in it. Null where the observation has no such components.</summary>
    public (int X, int Y)? Position { get; init; }

    /// <summary>Whether the picture is a place, whose axes have one scale; always with a <see cref="Position"/>.</summary>
    public bool IsPlace
    {
        get => field || Position is not null;
        init;
    }

    /// <summary>Whether it is shown for the first of the shown tasks alone.</summary>
    public bool IsDetail { get; init; }
}
