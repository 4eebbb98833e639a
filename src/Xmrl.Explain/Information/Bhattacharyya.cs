namespace Xmrl.Explain.Information;

/// <summary>−log ∫√(p·q) = (μ − μ')²/(4(σ² + σ'²)) + ½ log((σ² + σ'²)/(2σσ')) for two Gaussians.</summary>
internal readonly struct Bhattacharyya : IDivergence
{
    public static double Value(double difference, double first, double second)
    {
        double squares = (first * first) + (second * second);
        double gap = first - second;
        return (0.25 * difference * difference / squares) + (0.5 * NearOne.LogOnePlus(gap * gap / (2 * first * second)));
    }

    public static (double ByDifference, double ByFirst, double BySecond) Derivatives(double difference, double first, double second)
    {
        double squares = (first * first) + (second * second);
        double mean = 0.5 * difference * difference / squares / squares;
        double spread = 0.5 * (first - second) * (first + second) / squares;
        return (0.5 * difference / squares, (spread / first) - (mean * first), (-spread / second) - (mean * second));
    }
}
