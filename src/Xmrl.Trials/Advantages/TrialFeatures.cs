using Xmrl.Rl.Environments;

namespace Xmrl.Trials.Advantages;

/// <summary>Features of a trial's history in which its value is linear: time in the trial, observation, rewards so far, and, where wanted,
/// the memory.</summary>
/// <remarks>φ = [1, τ, τ², τ³, o, o², ρ, (1 − τ)·ρ, r₋₁, h] with τ = t/(E·H), o clipped to ±10 and ρ = Σ_{s&lt;t} r_s/(t + 1), the mean
/// reward so far: what a trial will still earn is about ρ·(1 − τ). None depends on the action.</remarks>
/// <param name="spec">The environment.</param>
/// <param name="trajectories">E, trajectories per trial.</param>
/// <param name="memorySize">M, or 0 for features without memory.</param>
internal sealed class TrialFeatures(EnvironmentSpec spec, int trajectories, int memorySize)
{
    private const int HistoryFeatures = 7;
    private const Real Bound = 10;

    /// <summary>Number of features.</summary>
    public int Count => HistoryFeatures + (2 * spec.ObservationSize) + memorySize;

    /// <summary>The features of one step.</summary>
    /// <param name="step">Time t in the trial.</param>
    /// <param name="observation">Raw observation o. Shape [O].</param>
    /// <param name="earned">Sum of the trial's rewards before this step.</param>
    /// <param name="last">Reward of the step before; 0 at the first.</param>
    /// <param name="memory">Memory after the observation. Shape [M]; empty without memory.</param>
    /// <param name="features">Receives φ. Shape [<see cref="Count"/>].</param>
    public void Fill(
        int step, ReadOnlySpan<Real> observation, double earned, double last, ReadOnlySpan<Real> memory, Span<Real> features)
    {
        double time = step / ((double)trajectories * spec.Horizon);
        double mean = earned / (step + 1);
        features[0] = 1;
        features[1] = (Real)time;
        features[2] = (Real)(time * time);
        features[3] = (Real)(time * time * time);
        features[4] = (Real)mean;
        features[5] = (Real)((1 - time) * mean);
        features[6] = (Real)last;
        int next = HistoryFeatures;
        foreach (Real value in observation)
        {
            Real clipped = Math.Clamp(value, -Bound, Bound);
            features[next] = clipped;
            features[next + observation.Length] = clipped * clipped;
            next++;
        }

        memory.CopyTo(features[(HistoryFeatures + (2 * observation.Length))..]);
    }
}
