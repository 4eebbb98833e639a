using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Numerics.Randomness;
using Xmrl.Runs.Records;
using Xmrl.Statistics;
using Xmrl.Training.Configuration;

namespace Xmrl.Comparing;

/// <summary>Figures of the methods over several seeds of one experiment. A seed draws its own tasks, base policy and rollouts,
/// so a run is one observation: intervals and tests are over runs, not over tasks.</summary>
internal sealed record SeedComparison
{
    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Seeds in the order of the runs.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>Methods that every run has; the base policy first.</summary>
    public required IReadOnlyList<SeedRow> Rows { get; init; }

    /// <summary>Compares finished runs.</summary>
    /// <param name="runs">Run directories: at least two seeds of one experiment, configured alike.</param>
    /// <param name="log">Receives warnings about files that do not fit and decide nothing here.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="InvalidDataException">A configuration or evaluation is not what its run wrote.</exception>
    /// <exception cref="ConfigurationException">Fewer than two runs, a seed twice, other configurations, or a run that is not
    /// finished.</exception>
    public static SeedComparison Of(IReadOnlyList<RunDirectory> runs, ILogger log)
    {
        if (runs.Count < 2)
        {
            throw new ConfigurationException($"A comparison needs at least two runs; found {runs.Count}.");
        }

        RunState[] states = [.. runs.Select(run => RunCheck.Require(run, log, run.ConfigurationPath, run.EvaluationPath))];
        foreach ((RunDirectory run, RunState state) in runs.Zip(states))
        {
            if (!File.Exists(run.EvaluationPath))
            {
                throw new ConfigurationException(
                    $"{run.FullPath} has no evaluation.json: the run is {state.Phase.ToString().ToLowerInvariant()}.");
            }
        }

        RequireAlike(runs, states);
        StoredEvaluation[] evaluations = [.. runs.Select(run => StoredEvaluation.Read(run))];
        string[] names =
            [
                .. evaluations[0].Methods.Select(method => method.Name)
                .Where(name => evaluations.All(e => e.Methods.Any(m => m.Name == name))),
            ];
        var intervals = new ScoreIntervals(RandomKey.FromSeed(0).Derive(RandomPurpose.Bootstrap), ScoreRange.Of(evaluations[0].Score));
        string? control = names.FirstOrDefault(name => name == MethodTable.Reference.Title);
        return new SeedComparison
        {
            Score = evaluations[0].Score,
            Seeds = [.. states.Select(state => state.Seed)],
            Rows = [.. names.Select(Row)],
        };

        SeedRow Row(string name)
        {
            MethodSummary[] own = [.. evaluations.Select(e => e.Methods.Single(m => m.Name == name))];
            return new SeedRow
            {
                Method = name,
                Scores = Means(name, m => m.Mean.Value),
                Mean = intervals.Of(Means(name, m => m.Mean.Value), ScoreStatistic.Mean),
                StandardDeviation = Moments.Of(Means(name, m => m.Mean.Value)).StandardDeviation,
                OtherActions = own.Average(m => m.OtherActionsMean),
                Poor = intervals.Of(Means(name, m => m.Poor.Value), ScoreStatistic.Mean),
                DegradedShare = name == names[0] ? null : own.Average(m => m.Degradation.Share),
                Interactions = own.Average(m => (double)m.Interactions),
                ToBase = name == names[0] ? null : Difference(name, names[0], m => m.Mean.Value),
                ToControl = control is null || name == control ? null : Difference(name, control, m => m.Mean.Value),
                PoorToControl = control is null || name == control ? null : Difference(name, control, m => m.Poor.Value),
            };
        }

        double[] Means(string name, Func<MethodSummary, double> figure)
            => [.. evaluations.Select(e => figure(e.Methods.Single(m => m.Name == name)))];

        PairedDifference Difference(string name, string reference, Func<MethodSummary, double> figure)
        {
            double[] after = Means(name, figure);
            double[] before = Means(reference, figure);
            return PairedDifference.Of(StudentMean.Difference(after, before), PairedTTest.Test(after, before));
        }
    }

    private static void RequireAlike(IReadOnlyList<RunDirectory> runs, RunState[] states)
    {
        string first = runs[0].ReadConfiguration();
        for (int r = 1; r < runs.Count; r++)
        {
            if (runs[r].ReadConfiguration() != first || states[r].Experiment != states[0].Experiment)
            {
                throw new ConfigurationException(
                    $"{runs[r].FullPath} has another configuration than {runs[0].FullPath}: rows that differ in it are not averaged.");
            }

            if (states.Take(r).Any(state => state.Seed == states[r].Seed))
            {
                throw new ConfigurationException($"{runs[r].FullPath} has seed {states[r].Seed} again; each seed counts once.");
            }
        }
    }
}
