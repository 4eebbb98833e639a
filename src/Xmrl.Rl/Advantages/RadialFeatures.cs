using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>φ = [Gaussians on a grid, x̂, ŷ, 1]: depends on the state alone, so it has a value at mixed states too. Reads the first two components of an observation.</summary>
/// <remarks>
/// Gaussian (i, k) is exp(−½((x − xᵢ)/wₓ)² − ½((y − y_k)/w_y)²); the width in each direction is the distance of two grid lines.
/// x̂ and ŷ are scaled so that the grid covers [−1, 1].
/// </remarks>
public sealed class RadialFeatures : IValueFeatures
{
    private const int LinearFeatures = 3;

    private readonly RadialFeaturesOptions _options;
    private readonly double _stepX;
    private readonly double _stepY;

    /// <summary>Lays out the grid.</summary>
    /// <param name="options">The grid; null for the drone's.</param>
    /// <exception cref="ArgumentException">A range is empty or not finite, or has fewer than two grid lines.</exception>
    public RadialFeatures(RadialFeaturesOptions? options = null)
    {
        _options = options ?? new RadialFeaturesOptions();
        _stepX = Step(_options.LowX, _options.HighX, _options.CountX);
        _stepY = Step(_options.LowY, _options.HighY, _options.CountY);
    }

    /// <summary>CountX·CountY + 3.</summary>
    public int Count => (_options.CountX * _options.CountY) + LinearFeatures;

    /// <inheritdoc/>
    public bool UsesTime => false;

    /// <summary>0.1 (ours): neighbouring Gaussians overlap, and a rollout leaves much of the grid unvisited.</summary>
    public double DefaultRegularization => 0.1;

    /// <inheritdoc/>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Span<Real> features)
    {
        int countX = _options.CountX;
        int countY = _options.CountY;
        Span<Real> factors = new Real[countX + countY];
        for (int j = 0; j < observations.Columns; j++)
        {
            double x = observations[0, j];
            double y = observations[1, j];
            Exponents(x, _options.LowX, _stepX, factors[..countX]);
            Exponents(y, _options.LowY, _stepY, factors[countX..]);
            VectorMath.Exp(factors, factors);

            Span<Real> row = features.Slice(j * Count, Count);
            for (int i = 0; i < countX; i++)
            {
                Span<Real> line = row.Slice(i * countY, countY);
                for (int k = 0; k < line.Length; k++)
                {
                    line[k] = factors[i] * factors[countX + k];
                }
            }

            row[^3] = (Real)((2 * (x - _options.LowX) / (_options.HighX - _options.LowX)) - 1);
            row[^2] = (Real)((2 * (y - _options.LowY) / (_options.HighY - _options.LowY)) - 1);
            row[^1] = 1;
        }
    }

    private static void Exponents(double value, double low, double step, Span<Real> exponents)
    {
        for (int i = 0; i < exponents.Length; i++)
        {
            double distance = ((value - low) / step) - i;
            exponents[i] = (Real)(-0.5 * distance * distance);
        }
    }

    private static double Step(double low, double high, int count)
    {
        if (!(high > low && double.IsFinite(high - low)) || count < 2)
        {
            throw new ArgumentException($"The grid needs High > Low and Count ≥ 2 on each axis; found [{low}, {high}] and {count}.");
        }

        return (high - low) / (count - 1);
    }
}
