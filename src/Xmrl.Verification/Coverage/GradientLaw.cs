using Xmrl.Numerics.Linear;

namespace Xmrl.Verification.Coverage;

/// <summary>The law of one task's sampled gradient, whose expectation is known.</summary>
/// <param name="Mean">Length of the expectation, along the task's direction.</param>
/// <param name="Draw">Draws a gradient.</param>
internal sealed record GradientLaw(double Mean, GradientDraw Draw)
{
    /// <summary>Length of the gradient of a task that is solved in all rollouts.</summary>
    private const double Solved = 0.02;

    /// <summary>Normal noise around the mean.</summary>
    /// <param name="length">Length of the mean.</param>
    /// <param name="noise">Root mean square length of the noise.</param>
    public static GradientLaw Normal(double length, double noise) => new(length, (_, direction, gradient) =>
        Set(gradient, direction, length, noise / Math.Sqrt(gradient.Length)));

    /// <summary>The same, all of it scaled by a log-normal number with expectation 1: replicates of long gradients.</summary>
    /// <param name="length">Length of the mean.</param>
    /// <param name="noise">Root mean square length of the noise before scaling.</param>
    /// <param name="spread">Standard deviation of the logarithm.</param>
    public static GradientLaw Long(double length, double noise, double spread) => new(length, (key, direction, gradient) =>
    {
        double scale = Math.Exp((spread * key.Normal(0)) - (0.5 * spread * spread));
        Set(gradient, direction, scale * length, scale * noise / Math.Sqrt(gradient.Length));
    });

    /// <summary>A task that is solved in most rollouts: its gradient is long in a share of the replicates, next to nothing in the
    /// others.</summary>
    /// <param name="share">Probability of a long gradient.</param>
    /// <param name="length">Length of the mean of the long ones.</param>
    public static GradientLaw Rare(double share, double length) => new(share * length, (key, direction, gradient) =>
    {
        bool isLong = key.UniformOpen(0) < share;
        Set(gradient, direction, isLong ? length : 0, (isLong ? 0.5 * length : Solved) / Math.Sqrt(gradient.Length));
    });

    /// <summary>Gradients of length 1 at an angle of up to one radian, in a share of the replicates to the opposite side.</summary>
    /// <param name="opposite">The share.</param>
    public static GradientLaw Equal(double opposite) => new((1 - (2 * opposite)) * Math.Sin(1), (key, direction, gradient) =>
    {
        VectorOperations.AddScaled(-VectorOperations.Dot(direction, gradient), direction, gradient);
        double angle = key.UniformOpen(0), sign = key.UniformOpen(1) < opposite ? -1 : 1;
        Set(gradient, direction, sign * Math.Cos(angle), sign * Math.Sin(angle) / VectorOperations.Norm(gradient));
    });

    private static void Set(Span<double> gradient, ReadOnlySpan<double> direction, double along, double noise)
    {
        for (int p = 0; p < gradient.Length; p++)
        {
            gradient[p] = (along * direction[p]) + (noise * gradient[p]);
        }
    }
}
