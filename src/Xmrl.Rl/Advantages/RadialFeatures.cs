using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>φ = [Gaussians on a grid, x̂, ŷ, 1]: depends on the state alone, so it has a value at mixed states too. Reads the first two
/// components of an observation.</summary>
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
    private Real[] _factors = [];

    /// <summary>Lays out the grid.</summary>
    /// <param name="options">The grid; null for the drone's.</param>
    /// <exception cref="ArgumentException">A range is empty or not finite, or has fewer than two grid lines.</exception>
    public RadialFeatures(RadialFeaturesOptions? options = null)
    {
        _options = options ?? new RadialFeaturesOptions();
        _stepX = Step(_options.LowX, _options.HighX, _options.CountX);
        _stepY = Step(_options.LowY, _options.HighY, _options.CountY);
    }

    /// <summary>The grid.</summary>
    internal RadialFeaturesOptions Options => _options;

    /// <summary>CountX·CountY + 3.</summary>
    public int Count => (_options.CountX * _options.CountY) + LinearFeatures;

    /// <inheritdoc/>
    public bool UsesTime => false;

    /// <inheritdoc/>
    public bool AllowsSinglePrecisionSums => true;

    /// <summary>0.1 (ours): neighbouring Gaussians overlap, and a rollout leaves much of the grid unvisited.</summary>
    public double DefaultRegularization => 0.1;

    /// <inheritdoc/>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features)
    {
        int countX = _options.CountX;
        int countY = _options.CountY;
        int samples = observations.Columns;

        // A Gaussian on the grid is a product of one along x and one along y.
        int factorsLength = (countX + countY) * samples;
        if (_factors.Length < factorsLength)
        {
            _factors = new Real[factorsLength];
        }

        Span<Real> factors = _factors.AsSpan(0, factorsLength);
        Exponents(observations.Row(0), _options.LowX, _stepX, factors[..(countX * samples)]);
        Exponents(observations.Row(1), _options.LowY, _stepY, factors[(countX * samples)..]);
        VectorMath.Exp(factors, factors);
        for (int i = 0; i < countX; i++)
        {
            for (int k = 0; k < countY; k++)
            {
                Elementwise.Apply<MultiplyOperator>(
                    factors.Slice(i * samples, samples), factors.Slice((countX + k) * samples, samples), features.Row((i * countY) + k));
            }
        }

        Centre(observations.Row(0), _options.LowX, _options.HighX, features.Row(features.Rows - 3));
        Centre(observations.Row(1), _options.LowY, _options.HighY, features.Row(features.Rows - 2));
        features.Row(features.Rows - 1).Fill(1);
    }

    private static void Exponents(ReadOnlySpan<Real> values, double low, double step, Span<Real> exponents)
    {
        var inverse = (Real)(1 / step);
        for (int i = 0; i * values.Length < exponents.Length; i++)
        {
            var centre = (Real)(low + (i * step));
            Span<Real> row = exponents.Slice(i * values.Length, values.Length);
            ref Real source = ref MemoryMarshal.GetReference(values);
            ref Real destination = ref MemoryMarshal.GetReference(row);
            int j = 0;
            for (; j <= row.Length - Vector256<Real>.Count; j += Vector256<Real>.Count)
            {
                Vector256<Real> distance = (Vector256.LoadUnsafe(ref source, (nuint)j) - Vector256.Create(centre)) * inverse;
                (distance * -(Real)0.5 * distance).StoreUnsafe(ref destination, (nuint)j);
            }

            for (; j < row.Length; j++)
            {
                Real distance = (values[j] - centre) * inverse;
                row[j] = -(Real)0.5 * distance * distance;
            }
        }
    }

    private static void Centre(ReadOnlySpan<Real> values, double low, double high, Span<Real> destination)
    {
        var scale = (Real)(2 / (high - low));
        for (int j = 0; j < values.Length; j++)
        {
            destination[j] = ((values[j] - (Real)low) * scale) - 1;
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
