using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Trials;

/// <summary>What every process learns of a block of trials.</summary>
internal static class TrialRow
{
    public const int Width = 11;
    public const int Moments = 3;
    public const int Samples = 0;
    public const int SamplingSeconds = 1;
    public const int AdvantageSeconds = 2;
    public const int GradientSeconds = 3;

    /// <summary>Share of the mean square of advantages below which their variance is rounding.</summary>
    public const double Resolution = sizeof(Real) == sizeof(float) ? 1e-12 : 1e-26;

    private const int Trials = 4;
    private const int FirstReturn = 5;
    private const int LastReturn = 6;
    private const int LastSuccess = 7;
    private const int EngineSeconds = 8;
    private const int UnstableEpisodes = 9;

    /// <summary>Fills the row of a block; counts are exact up to 2⁵³.</summary>
    public static void Fill(double[] row, Rollout[] rollouts, int trajectories, EngineUse after, EngineUse before)
    {
        foreach (Rollout rollout in rollouts)
        {
            row[Samples] += rollout.Samples;
            for (int first = 0; first < rollout.Trajectories; first += trajectories)
            {
                int last = first + trajectories - 1;
                row[Trials]++;
                row[FirstReturn] += rollout.Returns[first];
                row[LastReturn] += rollout.Returns[last];
                row[LastSuccess] += rollout.Succeeded[last] ? 1 : 0;
            }
        }

        row[EngineSeconds] = after.Seconds - before.Seconds;
        row[UnstableEpisodes] = after.UnstableEpisodes - before.UnstableEpisodes;
    }

    /// <summary>The iteration's figures over all trials: before adaptation is the first trajectory of a trial, after it the last.</summary>
    public static IterationReport Report(double[][] rows, OuterReport outer)
    {
        double trials = rows.Sum(row => row[Trials]);
        return new IterationReport
        {
            Outer = outer,
            ReturnBefore = rows.Sum(row => row[FirstReturn]) / trials,
            ReturnAfter = rows.Sum(row => row[LastReturn]) / trials,
            SuccessAfter = rows.Sum(row => row[LastSuccess]) / trials,
            Interactions = rows.Sum(row => (long)row[Samples]),
            Engine = new EngineUse(rows.Sum(row => row[EngineSeconds]), rows.Sum(row => (long)row[UnstableEpisodes])),
        };
    }

    /// <summary>Worker seconds by phase.</summary>
    public static PhaseSeconds Seconds(double[][] rows) => new(
        rows.Sum(row => row[SamplingSeconds]), rows.Sum(row => row[AdvantageSeconds]), rows.Sum(row => row[GradientSeconds]), 0);
}
