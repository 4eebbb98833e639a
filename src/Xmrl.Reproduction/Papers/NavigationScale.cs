using Xmrl.Environments.Navigation2D;

namespace Xmrl.Reproduction.Papers;

/// <summary>Mean returns over all goals of two policies that learn nothing: the scale of Navigation2D's returns.</summary>
internal static class NavigationScale
{
    /// <summary>Goals per axis of the midpoint rule, whose error is then about 0.002 in 17.</summary>
    private const int Grid = 100;

    /// <summary>The return of a policy that never moves.</summary>
    /// <param name="options">Constants of the environment.</param>
    /// <returns>Mean undiscounted return.</returns>
    public static double StandingStill(Navigation2DOptions options) => Mean(options, 0);

    /// <summary>The return of a policy that knows the goal and goes there by the fastest way.</summary>
    /// <param name="options">Constants of the environment.</param>
    /// <returns>Mean undiscounted return: no policy reaches more.</returns>
    public static double KnowingTheGoal(Navigation2DOptions options) => Mean(options, options.ActionLimit);

    private static double Mean(Navigation2DOptions options, double speed)
    {
        ArgumentNullException.ThrowIfNull(options);
        double sum = 0;
        for (int i = 0; i < Grid; i++)
        {
            for (int j = 0; j < Grid; j++)
            {
                sum += Return(options, speed, ((i + 0.5) / Grid) - 0.5, ((j + 0.5) / Grid) - 0.5);
            }
        }

        return sum / (Grid * Grid);
    }

    private static double Return(Navigation2DOptions options, double speed, double dx, double dy)
    {
        double sum = 0;
        for (int t = 0; t < options.Horizon; t++)
        {
            dx -= Math.Clamp(dx, -speed, speed);
            dy -= Math.Clamp(dy, -speed, speed);
            double squared = (dx * dx) + (dy * dy);
            sum -= options.Reward == Navigation2DReward.NegativeSquaredDistance ? squared : Math.Sqrt(squared);
            if (speed == 0)
            {
                return sum * options.Horizon;
            }

            if (squared == 0 || (Math.Abs(dx) < options.Reach && Math.Abs(dy) < options.Reach))
            {
                break;
            }
        }

        return sum;
    }
}
