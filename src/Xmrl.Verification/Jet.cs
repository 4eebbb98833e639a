namespace Xmrl.Verification;

/// <summary>A number with its exact gradient and Hessian with respect to a few variables: differentiation by the rules alone, sharing
/// nothing with the tape that it checks.</summary>
internal sealed class Jet(double value, double[] gradient, double[,] hessian)
{
    public double Value => value;

    public double[] Gradient => gradient;

    public double[,] Hessian => hessian;

    public static Jet[] Variables(IReadOnlyList<double> values) => [.. values.Select((value, i) =>
    {
        var gradient = new double[values.Count];
        gradient[i] = 1;
        return new Jet(value, gradient, new double[values.Count, values.Count]);
    })];

    public static Jet operator +(Jet x, Jet y) => Combine(x, y, (1, 1), (0, 0, 0), x.Value + y.Value);

    public static Jet operator *(Jet x, Jet y) => Combine(x, y, (y.Value, x.Value), (0, 1, 0), x.Value * y.Value);

    public static Jet operator /(Jet x, Jet y)
        => Combine(
            x, y, (1 / y.Value, -x.Value / (y.Value * y.Value)), (0, -1 / (y.Value * y.Value), 2 * x.Value / (y.Value * y.Value * y.Value)),
            x.Value / y.Value);

    public static Jet operator *(double c, Jet x) => Combine(x, x, (c, 0), (0, 0, 0), c * x.Value);

    public static Jet operator +(Jet x, double c) => Combine(x, x, (1, 0), (0, 0, 0), x.Value + c);

    public static Jet Exp(Jet x) => Combine(x, x, (Math.Exp(x.Value), 0), (Math.Exp(x.Value), 0, 0), Math.Exp(x.Value));

    public static Jet Sum(IEnumerable<Jet> terms) => terms.Aggregate((x, y) => x + y);

    /// <summary>f(x, y) from its first and second partial derivatives.</summary>
    private static Jet Combine(Jet x, Jet y, (double X, double Y) first, (double XX, double XY, double YY) second, double value)
    {
        int n = x.Gradient.Length;
        var gradient = new double[n];
        var hessian = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            gradient[i] = (first.X * x.Gradient[i]) + (first.Y * y.Gradient[i]);
            for (int j = 0; j < n; j++)
            {
                hessian[i, j] = (first.X * x.Hessian[i, j]) + (first.Y * y.Hessian[i, j])
                    + (second.XX * x.Gradient[i] * x.Gradient[j]) + (second.YY * y.Gradient[i] * y.Gradient[j])
                    + (second.XY * ((x.Gradient[i] * y.Gradient[j]) + (y.Gradient[i] * x.Gradient[j])));
            }
        }

        return new Jet(value, gradient, hessian);
    }
}
