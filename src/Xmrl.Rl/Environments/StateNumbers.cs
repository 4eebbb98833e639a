namespace Xmrl.Rl.Environments;

/// <summary>Writes the double numbers of a state, such as those of a simulation or an account, as numbers of type <see cref="Real"/>
/// without loss.</summary>
/// <remarks>In the float build a number is the sum of three floats, each the rest rounded: 24 + 24 + 24 bits hold the 53 of a double, for
/// magnitudes from 1e-29 to 1e38; smaller ones lose at most 1e-45.</remarks>
internal static class StateNumbers
{
    /// <summary>Reals per number: 3 in the float build, 1 in the double build.</summary>
    public const int Parts = sizeof(Real) == sizeof(double) ? 1 : 3;

    /// <summary>Writes.</summary>
    /// <param name="numbers">Shape [n].</param>
    /// <param name="parts">Receives them. Shape [n, <see cref="Parts"/>]; no overlap with the numbers.</param>
    public static void Write(ReadOnlySpan<double> numbers, Span<Real> parts)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            double rest = numbers[i];
            for (int p = 0; p < Parts; p++)
            {
                var part = (Real)rest;
                parts[(i * Parts) + p] = part;
                rest -= part;
            }
        }
    }

    /// <summary>Reads.</summary>
    /// <param name="parts">Shape [n, <see cref="Parts"/>].</param>
    /// <param name="numbers">Receives them. Shape [n]; no overlap with the parts.</param>
    public static void Read(ReadOnlySpan<Real> parts, Span<double> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            double sum = 0;
            for (int p = Parts - 1; p >= 0; p--)
            {
                sum += parts[(i * Parts) + p];
            }

            numbers[i] = sum;
        }
    }
}
