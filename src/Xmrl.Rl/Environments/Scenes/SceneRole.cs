namespace Xmrl.Rl.Environments.Scenes;

/// <summary>What a mark is for the task; pages colour by it.</summary>
public enum SceneRole
{
    /// <summary>What the policy did.</summary>
    Path,

    /// <summary>What the task asks for.</summary>
    Goal,

    /// <summary>What the task forbids to touch.</summary>
    Obstacle,

    /// <summary>Where episodes begin.</summary>
    Start,

    /// <summary>The walls, or another region in which everything happens.</summary>
    Region,

    /// <summary>What another than the policy does, for comparison.</summary>
    Reference,

    /// <summary>A bound of the task.</summary>
    Limit,

    /// <summary>What the policy did beyond a bound.</summary>
    Fault,

    /// <summary>What is shown for understanding alone.</summary>
    Context,
}
