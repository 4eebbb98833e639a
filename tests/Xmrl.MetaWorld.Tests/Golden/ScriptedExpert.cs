using Xmrl.MetaWorld.Arm;

namespace Xmrl.MetaWorld.Tests.Golden;

/// <summary>The reference's scripted policies: they see the target, which the environments hide.</summary>
internal static class ScriptedExpert
{
    private const double Above = 0.1;

    /// <summary>The action of a moment, not clipped.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="h">Place of the hand.</param>
    /// <param name="w">Opening of the fingers.</param>
    /// <param name="o">Place of the object.</param>
    /// <param name="target">Where it is to be.</param>
    public static float[] Act(string task, Point h, double w, Point o, Point target)
    {
        (double gain, Point way, double effort) = task switch
        {
            "reach" => (5, target, 0),
            "push" => (10, Push(h, o + At(-0.005, 0, 0), target), Across(h, o) > 0.02 || Height(h, o) > 0.10 ? 0 : 0.6),
            "pick-place" => (10, Pick(h, w, o + At(-0.005, 0, 0), target), (h - o).Length < 0.07 ? 1 : 0),
            "door-open" => (25, DoorOpen(h, o - At(0.05, 0, 0)), 1),
            "drawer-close" => (25, DrawerClose(h, o + At(0, 0, -0.02)), 1),
            "button-press-topdown" => (25, Across(h, o) > 0.04 ? o + At(0, 0, Above) : o, 1),
            "peg-insert-side" => (25, Peg(h, o, At(-0.35, target.Y, 0.16)), Across(h, o) > 0.04 || Height(h, o) > 0.15 ? -1 : 0.6),
            "window-open" => (25, Window(h, o + At(-0.03, -0.03, -0.08)), 1),
            "sweep" => (25, Sweep(h, o + At(0, 0, 0.015), target), IsAway(h, o) ? -1 : o.X < 0.4 ? 0.7 : -1),
            "basketball" => (25, Ball(h, o + At(0, 0, 0.01), At(target.X, 0.875, 0.35)), IsAway(h, o) ? -1 : 0.6),
            "drawer-open" => DrawerOpen(h, o + At(0, 0, -0.02)),
            "door-close" => (25, DoorClose(h, o + At(0.05, 0.12, 0.1), target), 1),
            "shelf-place" => (25, Shelf(h, o + At(-0.005, 0, 0.015), target), IsAway(h, o) ? -1 : 0.7),
            "sweep-into" => (25, Approach(h, o + At(-0.005, 0, 0.01)) ?? target, IsAway(h, o) ? -1 : 0.7),
            "lever-pull" => (25, Lever(h, o + At(0, -0.055, 0)), 1),
            _ => throw new ArgumentException($"There is no scripted policy for {task}.", nameof(task)),
        };
        Point move = (way - h).Scaled(gain, gain, gain);
        return [(float)move.X, (float)move.Y, (float)move.Z, (float)effort];
    }

    private static Point At(double x, double y, double z) => new(x, y, z);

    private static double Across(Point h, Point q) => (h - q).Across;

    private static double Height(Point h, Point q) => Math.Abs(h.Z - q.Z);

    private static bool IsAway(Point h, Point o) => Across(h, o) > 0.04 || Height(h, o) > 0.15;

    /// <summary>Above it first, then down to it; null when there.</summary>
    private static Point? Approach(Point h, Point q)
        => Across(h, q) > 0.04 ? q + At(0, 0, 0.3) : Height(h, q) > 0.04 ? q : null;

    private static Point Push(Point h, Point q, Point target)
        => Across(h, q) > 0.02 ? q + At(0, 0, 0.2) : Height(h, q) > 0.04 ? q + At(0, 0, 0.03) : target;

    private static Point Pick(Point h, double w, Point q, Point target)
        => Across(h, q) > 0.02 ? q + At(0, 0, 0.1) : Height(h, q) > 0.05 && q.Z < 0.04 ? q + At(0, 0, 0.03) : w > 0.73 ? h : target;

    private static Point DoorOpen(Point h, Point q)
        => Across(h, q) > 0.12 ? q + At(0.06, 0.02, 0.2) : Height(h, q) > 0.04 ? q + At(0.06, 0.02, 0) : q;

    private static Point DrawerClose(Point h, Point q)
        => h.Y > q.Y ? h.Z < q.Z + 0.23 ? At(h.X, h.Y, q.Z + 0.5) : q + At(0, -0.075, 0.23)
            : Height(h, q) > 0.04 ? q + At(0, -0.075, 0)
            : q;

    private static Point Peg(Point h, Point o, Point hole)
        => Across(h, o) > 0.04 ? o + At(0, 0, 0.3)
            : Height(h, o) > 0.025 ? o
            : (o - hole).LengthYz > 0.03 ? hole + At(0.4, 0, 0)
            : hole;

    private static Point Window(Point h, Point q)
        => Across(h, q) > 0.04 ? q + At(0, 0, 0.3) : Height(h, q) > 0.02 ? q : q + At(0.1, 0, 0);

    private static Point Sweep(Point h, Point q, Point target)
        => (h.X < 0.2 ? Approach(h, q) : null) ?? target + At(0, 0, 0.1);

    private static Point Ball(Point h, Point q, Point hoop)
        => Across(h, q) > 0.04 ? q + At(0, 0, 0.3)
            : Height(h, q) > 0.025 ? q
            : Math.Abs(q.Z - hoop.Z) > 0.025 ? At(h.X, h.Y, hoop.Z)
            : hoop;

    private static (double Gain, Point Way, double Effort) DrawerOpen(Point h, Point q)
        => Across(h, q) > 0.06 ? (4, q + At(0, 0, 0.3), -1) : Height(h, q) > 0.04 ? (4, q, -1) : (50, q + At(0, -0.06, 0), -1);

    private static Point DoorClose(Point h, Point q, Point target)
        => h.X > q.X ? h.Z < q.Z + 0.2 ? At(h.X, h.Y, q.Z + 0.25) : At(q.X - 0.02, q.Y, h.Z)
            : Height(h, q) > 0.04 ? q + At(-0.02, 0, 0)
            : target;

    private static Point Shelf(Point h, Point q, Point target)
        => Approach(h, q) is { } first ? first
            : Math.Abs(h.X - target.X) > 0.02 ? At(target.X, h.Y, 0.3)
            : h.Z < 0.3 ? h + At(0, 0, 0.3)
            : h + At(0, 0.05, 0);

    private static Point Lever(Point h, Point q)
        => Across(h, q) > 0.02 ? q + At(0, 0, -0.1) : Height(h, q) > 0.02 ? q : q + At(0, 0.08, 0.02);
}
