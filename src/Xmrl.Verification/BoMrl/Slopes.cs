namespace Xmrl.Verification.BoMrl;

/// <summary>Derivatives by central differences of fourth order.</summary>
internal static class Slopes
{
    private const double Step = 1e-3;

    /// <summary>∇f, whose error is about 1e-11 of what f is made of.</summary>
    public static double[] Of(Func<double[], double> f, double[] at)
        => [.. Of(x => [f(x)], at).Select(column => column[0])];

    /// <summary>∂f/∂x(p), one row per p.</summary>
    public static double[][] Of(Func<double[], double[]> f, double[] at)
        =>
        [
            .. at.Select((_, p) =>
            {
                double[] near = Difference(1);
                double[] far = Difference(2);
                return near.Zip(far, (x, y) => ((8 * x) - y) / (12 * Step)).ToArray();

                double[] Difference(int steps) => [.. Shifted(steps).Zip(Shifted(-steps), (x, y) => x - y)];

                double[] Shifted(int steps) => f([.. at.Select((x, q) => p == q ? x + (steps * Step) : x)]);
            }),
        ];

    /// <summary>Slope of a line through points by least squares.</summary>
    public static double OfLine(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
