namespace Xmrl.Experiments.Methods;

/// <summary>Weights of training tasks in a retraining.</summary>
internal static class TaskWeights
{
    /// <summary>max(0, 1 + s(ω − 1)) over its mean: the step size keeps its meaning.</summary>
    /// <param name="omega">ω per task; 1 is ordinary.</param>
    /// <param name="strength">s ≥ 0.</param>
    /// <returns>Weights with mean 1.</returns>
    public static double[] Of(IEnumerable<double> omega, double strength)
    {
        double[] weights = [.. omega.Select(weight => Math.Max(0, 1 + (strength * (weight - 1))))];
        double mean = weights.Average();
        return mean > 0 ? [.. weights.Select(weight => weight / mean)] : [.. weights.Select(_ => 1.0)];
    }
}
