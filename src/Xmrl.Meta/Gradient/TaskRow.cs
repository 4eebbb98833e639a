using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Gradient;

/// <summary>What every process learns of a task's iteration: the columns of a row of <see cref="GradientLearner.Sum"/>. The rollouts stay
/// where they were drawn.</summary>
internal static class TaskRow
{
    public const int Width = 16;

    public const int OuterReturn = 0;
    public const int Trajectories = 1;
    public const int IsNonFinite = 2;
    public const int GradientSeconds = 3;
    public const int IsIndefinite = 15;

    private const int ReturnBefore = 4;
    private const int ReturnAfter = 5;
    private const int SuccessAfter = 6;
    private const int Residual = 7;
    private const int Interactions = 8;
    private const int Infeasible = 9;
    private const int SamplingSeconds = 10;
    private const int AdvantageSeconds = 11;
    private const int IsNotConverged = 12;
    private const int EngineSeconds = 13;
    private const int UnstableEpisodes = 14;

    /// <summary>Fills the row of a task whose rollouts are drawn. Counts are exact up to 2⁵³.</summary>
    public static void Fill(double[] row, TaskOutcome outcome)
    {
        row[OuterReturn] = outcome.Data.Outer.DiscountedRewards.Sum(reward => (double)reward);
        row[Trajectories] = outcome.Data.Inner[0].Trajectories;
        row[GradientSeconds] = outcome.Seconds.Gradients;
        row[ReturnBefore] = outcome.ReturnBefore;
        row[ReturnAfter] = outcome.ReturnAfter;
        row[SuccessAfter] = outcome.SuccessAfter;
        row[Residual] = outcome.Residual;
        row[IsNotConverged] = outcome.Status == AdaptationStatus.NotConverged ? 1 : 0;
        row[EngineSeconds] = outcome.Engine.Seconds;
        row[UnstableEpisodes] = outcome.Engine.UnstableEpisodes;
        row[Interactions] = outcome.Interactions;
        row[Infeasible] = outcome.Infeasible;
        row[SamplingSeconds] = outcome.Seconds.Sampling;
        row[AdvantageSeconds] = outcome.Seconds.Advantages;
    }

    /// <summary>Adds to the rows of the rollouts what a second pass over the tasks found.</summary>
    public static void Merge(double[][] rows, double[][] differentiated)
    {
        for (int item = 0; item < rows.Length; item++)
        {
            rows[item][IsNonFinite] = differentiated[item][IsNonFinite];
            rows[item][IsIndefinite] = differentiated[item][IsIndefinite];
            rows[item][GradientSeconds] += differentiated[item][GradientSeconds];
        }
    }

    /// <summary>The iteration's figures over all tasks, without times.</summary>
    public static IterationReport Report(double[][] rows, OuterReport outer) => new()
    {
        Outer = outer,
        ReturnBefore = rows.Average(row => row[ReturnBefore]),
        ReturnAfter = rows.Average(row => row[ReturnAfter]),
        SuccessAfter = rows.Average(row => row[SuccessAfter]),
        Residual = rows.Max(row => row[Residual]),
        NotConverged = rows.Count(row => row[IsNotConverged] != 0),
        Indefinite = rows.Count(row => row[IsIndefinite] != 0),
        NonFinite = rows.Count(row => row[IsNonFinite] != 0),
        Engine = new EngineUse(rows.Sum(row => row[EngineSeconds]), rows.Sum(row => (long)row[UnstableEpisodes])),
        Interactions = rows.Sum(row => (long)row[Interactions]),
        Infeasible = rows.Sum(row => (int)row[Infeasible]),
    };

    /// <summary>Worker seconds by phase, over all processes.</summary>
    public static PhaseSeconds Seconds(double[][] rows)
        => new(rows.Sum(row => row[SamplingSeconds]), rows.Sum(row => row[AdvantageSeconds]), rows.Sum(row => row[GradientSeconds]), 0);
}
