using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Surrogates;

/// <summary>The affine map that brought the advantages of a rollout to scale: (A − Centre)·Factor.</summary>
/// <param name="Centre">Subtracted first.</param>
/// <param name="Factor">Multiplied then; holds the weight of the mean over samples or trajectories.</param>
public readonly record struct AdvantageScale(double Centre, double Factor)
{
    /// <summary>Added to the standard deviation, so that equal values become zeros instead of 0/0; far below the spread of any real
    /// advantages. As in the reference code of Rothfuss et al. (2019).</summary>
    internal const double Epsilon = 1e-8;

    /// <summary>Measures the scale of a rollout's advantages.</summary>
    /// <param name="advantages">Advantages A. Shape [n].</param>
    /// <param name="options">How.</param>
    /// <param name="trajectories">N, the number of trajectories of the rollout.</param>
    /// <param name="resolution">Standard deviation, ≥ 0, up to which standardized advantages become 0
    /// (<see cref="AdvantageResolution"/>); unused with a common scale, which blows nothing up.</param>
    /// <returns>The map.</returns>
    public static AdvantageScale Of(ReadOnlySpan<Real> advantages, BatchOptions options, int trajectories, double resolution)
    {
        double count = options.Reduction == SampleReduction.PerSample ? advantages.Length : trajectories;
        if (options.Scaling == AdvantageScaling.Common)
        {
            return new AdvantageScale(0, 1 / (options.CommonScale * count));
        }

        double sum = 0;
        foreach (Real advantage in advantages)
        {
            sum += advantage;
        }

        double mean = sum / advantages.Length;
        double squares = 0;
        foreach (Real advantage in advantages)
        {
            squares += (advantage - mean) * (advantage - mean);
        }

        double deviation = Math.Sqrt(squares / advantages.Length);
        return new AdvantageScale(mean, deviation <= resolution ? 0 : 1 / ((deviation + Epsilon) * count));
    }

    /// <summary>Applies the map in place.</summary>
    /// <param name="advantages">A. Any length.</param>
    public void Apply(Span<Real> advantages)
    {
        foreach (ref Real advantage in advantages)
        {
            advantage = (Real)((advantage - Centre) * Factor);
        }
    }
}
