namespace Xmrl.Explain.Information;

/// <summary>KL(N(μ, σ²)‖N(μ', σ'²)) = log(σ'/σ) + (σ² + (μ − μ')²)/(2σ'²) − ½.</summary>
internal readonly struct KullbackLeibler : IDivergence
{
    public static double Value(double difference, double first, double second)
    {
        // With e = σ/σ' − 1 the part without means is e²/2 − (log(1 + e) − e).
        double excess = (first - second) / second;
        double scaled = difference / second;
        return (0.5 * ((excess * excess) + (scaled * scaled))) - NearOne.LogMinusExcess(first / second, excess);
    }

    public static (double ByDifference, double ByFirst, double BySecond) Derivatives(double difference, double first, double second)
    {
        double scaled = difference / second;
        double squares = (first - second) * (first + second) / second / second;
        return (scaled / second, squares / first, -(squares + (scaled * scaled)) / second);
    }
}
