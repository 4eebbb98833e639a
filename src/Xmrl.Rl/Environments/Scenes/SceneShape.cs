namespace Xmrl.Rl.Environments.Scenes;

/// <summary>What the points of a mark mean.</summary>
public enum SceneShape
{
    /// <summary>Two opposite corners of a rectangle along the axes.</summary>
    Rectangle,

    /// <summary>The centre of a disc.</summary>
    Disc,

    /// <summary>The points of a line, in its order.</summary>
    Line,

    /// <summary>Points, each drawn by itself, in a size that has no meaning.</summary>
    Points,

    /// <summary>Ends of bars that begin at zero.</summary>
    Bars,
}
