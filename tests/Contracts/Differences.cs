namespace Xmrl.Contracts;

/// <summary>Central differences of vector functions, and the error measure that goes with them.</summary>
public static class Differences
{
    /// <summary>Truncation is h⁴·f⁽⁵⁾/30: 1e-11 even where the fifth derivative is 10⁶ times the first, as it is for importance ratios;
    /// rounding is 1e-16/h = 1e-12.</summary>
    private const double Step = 1e-4;

    /// <summary>(f(θ − 2h·v) − 8f(θ − h·v) + 8f(θ + h·v) − f(θ + 2h·v)) / 12h: the derivative of f along v.</summary>
    public static double[] Along(Func<Real[], double[]> function, Real[] parameters, double[] direction)
    {
        double[] far = Odd(2 * Step);
        return [.. Odd(Step).Select((near, i) => ((8 * near) - far[i]) / (12 * Step))];

        double[] Odd(double h)
        {
            double[] minus = function(Shift(-h));
            return [.. function(Shift(h)).Select((plus, i) => plus - minus[i])];
        }

        Real[] Shift(double h) => [.. parameters.Select((value, i) => (Real)(value + (h * direction[i])))];
    }

    /// <summary>The gradient of a scalar function, coordinate by coordinate.</summary>
    public static double[] Gradient(Func<Real[], double> function, Real[] parameters)
        => [.. Enumerable.Range(0, parameters.Length).Select(i =>
            Along(theta => [function(theta)], parameters, [.. parameters.Select((_, j) => i == j ? 1.0 : 0.0)])[0])];

    /// <summary>max |x − y| / max |y|.</summary>
    public static double Error(IReadOnlyList<double> x, IReadOnlyList<double> y)
        => x.Select((value, i) => Math.Abs(value - y[i])).Max() / y.Max(Math.Abs);
}
