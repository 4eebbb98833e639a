namespace Xmrl.Environments.PointRobot;

/// <summary>Where the goals of a point robot lie; start and reward go with it.</summary>
internal enum PointRobotTasks
{
    /// <summary>Anywhere in [−1, 1]², where episodes also start; −‖s − g‖.</summary>
    Square,

    /// <summary>On the upper half of the unit circle around the start; 1 − ‖s − g‖ near the goal, else 0.</summary>
    Semicircle,

    /// <summary>In a disc of radius 3 around the start; −‖s − g‖₁.</summary>
    Disc,
}
