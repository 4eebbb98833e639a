namespace Xmrl.MuJoCo.Locomotion;

/// <summary>What a task asks of the robot's velocity, or of its place.</summary>
public enum Goal
{
    /// <summary>A speed v* along x: −|v − v*|.</summary>
    Velocity,

    /// <summary>As fast as possible along +x or −x: ±v.</summary>
    Direction,

    /// <summary>As fast as possible along an angle of the plane: v_x·cos θ + v_y·sin θ.</summary>
    Angle,

    /// <summary>To be at a place of the plane: −‖xy − g‖₁.</summary>
    Place,
}
