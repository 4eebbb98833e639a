namespace Xmrl.Runs.Reports;

/// <summary>How to draw the tasks of an environment in the plane. All lengths share one unit.</summary>
internal sealed record ReportScene
{
    /// <summary>Lower-left corner of the room as [x, y].</summary>
    public double[] Origin { get; init; } = [0, 0];

    /// <summary>Width and height of the room as [w, h], each &gt; 0; null draws no walls and no paths.</summary>
    public double[]? RoomSize { get; init; }

    /// <summary>Where every episode starts, as [x, y].</summary>
    public double[]? Start { get; init; }

    /// <summary>Goal as [w, h]; null draws a cross.</summary>
    public double[]? GoalSize { get; init; }

    /// <summary>True where the goal parameters name its centre; false for its lower-left corner.</summary>
    public bool GoalIsCentered { get; init; } = true;

    /// <summary>Obstacle as [w, h]; null where there is none.</summary>
    public double[]? ObstacleSize { get; init; }

    /// <summary>True where the obstacle parameters name its centre; false for its lower-left corner.</summary>
    public bool ObstacleIsCentered { get; init; }

    /// <summary>Names of the task parameters that place the goal, as [x name, y name].</summary>
    public string[]? GoalParameters { get; init; }

    /// <summary>Names of the task parameters that place the obstacle, as [x name, y name].</summary>
    public string[]? ObstacleParameters { get; init; }

    /// <summary>Unit of length, such as "m"; null for none.</summary>
    public string? LengthUnit { get; init; }
}
