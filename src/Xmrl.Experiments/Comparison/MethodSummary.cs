using Xmrl.Experiments.Methods;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Comparison;

/// <summary>Figures of one meta-policy on the test tasks of one run, with 95 % intervals over tasks, whose method
/// <see cref="ScoreIntervals"/> chooses.</summary>
/// <remarks>Poor test tasks were selected on other episodes than those measured here, so a gain on them is not regression to the
/// mean.</remarks>
internal sealed record MethodSummary
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>The method; null for the base policy.</summary>
    public required MethodName? Method { get; init; }

    /// <summary>Score per test task.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Mean over tasks.</summary>
    public required Interval Mean { get; init; }

    /// <summary>Interquartile mean over tasks.</summary>
    public required Interval Iqm { get; init; }

    /// <summary>Mean over the method's own worst 20 % of tasks.</summary>
    public required Interval Cvar { get; init; }

    /// <summary>Mean over the poor tasks.</summary>
    public required Interval Poor { get; init; }

    /// <summary>Mean over the other tasks.</summary>
    public required Interval NonPoor { get; init; }

    /// <summary>Share of the other tasks that lost more than the threshold against the base policy, and their mean loss.</summary>
    public required DegradationResult Degradation { get; init; }

    /// <summary>Paired difference to the base policy; null for itself.</summary>
    public PairedDifference? ToBase { get; init; }

    /// <summary>Paired difference to the base policy on the poor tasks alone, which other episodes selected; null for the base policy, or
    /// where fewer than two tasks are poor.</summary>
    public PairedDifference? PoorToBase { get; init; }

    /// <summary>The same on the other tasks.</summary>
    public PairedDifference? NonPoorToBase { get; init; }

    /// <summary>Paired difference to <see cref="MethodTable.Reference"/>; null where it did not run.</summary>
    public PairedDifference? ToControl { get; init; }

    /// <summary>The same on the poor tasks alone.</summary>
    public PairedDifference? PoorToControl { get; init; }

    /// <summary>Mean of the other kind of actions' score.</summary>
    public required double OtherActionsMean { get; init; }

    /// <summary>Environment steps charged beyond the base policy.</summary>
    public required long Interactions { get; init; }

    /// <summary>Summarises all methods of a run.</summary>
    /// <param name="methods">Scores; the base policy first.</param>
    /// <param name="poor">Positions of the poor test tasks.</param>
    /// <param name="score">The reported score of a task.</param>
    /// <param name="other">The score with the other kind of actions.</param>
    /// <param name="settings">Degradation threshold, random numbers of the intervals, and what scores can be (null where that is not
    /// known).</param>
    /// <returns>One summary per method, in order.</returns>
    internal static IReadOnlyList<MethodSummary> Of(
        IReadOnlyList<MethodScores> methods,
        int[] poor,
        Func<Meta.Evaluation.TaskScores, double> score,
        Func<Meta.Evaluation.TaskScores, double> other,
        (double DegradedBy, RandomKey Key, ScoreRange? Range) settings)
    {
        var intervals = new ScoreIntervals(settings.Key.Derive(RandomPurpose.Bootstrap), settings.Range);
        double[][] all = [.. methods.Select(method => method.Scores.Select(score).ToArray())];
        int[] rest = [.. Enumerable.Range(0, all[0].Length).Except(poor)];
        int control = Enumerable.Range(0, methods.Count).FirstOrDefault(m => methods[m].Method == MethodTable.Reference, -1);
        return [.. Enumerable.Range(0, methods.Count).Select(Summarise)];

        MethodSummary Summarise(int m)
        {
            bool isControl = m == control;
            return new MethodSummary
            {
                Name = methods[m].Name,
                Method = methods[m].Method?.Name,
                Scores = all[m],
                Mean = intervals.Of(all[m], ScoreStatistic.Mean),
                Iqm = intervals.Of(all[m], ScoreStatistic.InterquartileMean),
                Cvar = intervals.Of(all[m], ScoreStatistic.ConditionalValueAtRisk),
                Poor = intervals.Of(Pick(all[m], poor), ScoreStatistic.Mean),
                NonPoor = intervals.Of(Pick(all[m], rest), ScoreStatistic.Mean),
                Degradation = Statistics.Degradation.Measure(Pick(all[0], rest), Pick(all[m], rest), settings.DegradedBy),
                ToBase = m == 0 ? null : Difference(all[m], all[0]),
                PoorToBase = m == 0 || poor.Length < 2 ? null : Difference(Pick(all[m], poor), Pick(all[0], poor)),
                NonPoorToBase = m == 0 || rest.Length < 2 ? null : Difference(Pick(all[m], rest), Pick(all[0], rest)),
                ToControl = control < 0 || isControl ? null : Difference(all[m], all[control]),
                PoorToControl = control < 0 || isControl || poor.Length < 2
                    ? null
                    : Difference(Pick(all[m], poor), Pick(all[control], poor)),
                OtherActionsMean = methods[m].Scores.Average(other),
                Interactions = methods[m].Interactions,
            };
        }

        PairedDifference Difference(double[] after, double[] before)
            => PairedDifference.Of(intervals.Difference(after, before), PairedTTest.Test(after, before));

        static double[] Pick(double[] values, int[] positions) => [.. positions.Select(position => values[position])];
    }
}
