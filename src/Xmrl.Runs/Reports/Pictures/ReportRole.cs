namespace Xmrl.Runs.Reports.Pictures;

/// <summary>What a mark is for the task, by which it is coloured.</summary>
internal enum ReportRole
{
    /// <summary>What the policy did, in the colour of its phase.</summary>
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
