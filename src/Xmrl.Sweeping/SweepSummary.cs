using System.Globalization;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Sweeping;

/// <summary>Several sweeps over the same grid from different base policies, averaged: a tuning for any of them. Content of
/// sweeps.json.</summary>
internal sealed record SweepSummary
{
    /// <summary>Name of the file in the folder of the sweeps.</summary>
    public const string FileName = "sweeps.json";

    /// <summary>The runs whose base policies were improved.</summary>
    public required IReadOnlyList<string> BaseRuns { get; init; }

    /// <summary>What was searched, without the run.</summary>
    public required SweepRequest Request { get; init; }

    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Mean score of every base policy.</summary>
    public required IReadOnlyList<double> Bases { get; init; }

    /// <summary>Tunings that every sweep scored and that stood still in none, in the order of the search.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <summary>One method with one tuning.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="StepScale">Factor on the length of the outer steps.</param>
    /// <param name="Strength">Strength.</param>
    /// <param name="Gains">Mean difference to the base policy, per sweep.</param>
    /// <param name="Gain">Their mean, with its 95 % t-interval, or the reason why there is none.</param>
    public sealed record Entry(MethodName Method, double StepScale, double Strength, IReadOnlyList<double> Gains, Interval Gain)
    {
        /// <summary>Mean gain less the standard deviation (n − 1) over base policies: what a base policy can expect to gain where things go
        /// moderately badly. It decides, because a tuning that gains on most base policies and breaks one is not a good one.</summary>
        public double Cautious => Gain.Value - Moments.Of([.. Gains]).StandardDeviation;
    }

    /// <summary>Averages sweeps.</summary>
    /// <param name="records">Sweeps of the same request from different runs; at least two.</param>
    /// <returns>The averages.</returns>
    /// <exception cref="ArgumentException">Fewer than two, or they searched different things.</exception>
    public static SweepSummary Of(IReadOnlyList<SweepRecord> records)
    {
        if (records.Count < 2)
        {
            throw new ArgumentException($"Expected at least two sweeps; found {records.Count}.", nameof(records));
        }

        SweepRequest request = records[0].Request with { BaseRun = string.Empty };
        if (records.Any(record => !request.Asks(record.Request with { BaseRun = string.Empty })))
        {
            throw new ArgumentException("The sweeps searched different things.", nameof(records));
        }

        var entries = new List<Entry>();
        foreach (SweepCandidate candidate in records[0].Candidates)
        {
            double[] gains =
                [
                    .. records.SelectMany(
                        record => record.Candidates.Where(other => Tuning(other) == Tuning(candidate) && other.Standstill is null)
                            .Select(other => other.ToBase.Interval.Value)),
                ];
            if (gains.Length == records.Count)
            {
                entries.Add(
                    new Entry(
                        candidate.Method, candidate.StepScale, candidate.Strength, gains,
                        StudentMean.Interval(gains, magnitude: records.Max(record => Math.Abs(record.Base)))));
            }
        }

        return new SweepSummary
        {
            BaseRuns = [.. records.Select(record => record.Request.BaseRun)],
            Request = request,
            Score = records[0].Score,
            Bases = [.. records.Select(record => record.Base)],
            Entries = entries,
        };

        static (MethodName, double, double) Tuning(SweepCandidate candidate)
            => (candidate.Method, candidate.StepScale, candidate.Strength);
    }

    /// <summary>The tuning with the largest <see cref="Entry.Cautious"/> gain of each method; of equal ones the first.</summary>
    /// <returns>One entry per method.</returns>
    public IReadOnlyList<Entry> Best() => [.. Entries.GroupBy(entry => entry.Method).Select(own => own.MaxBy(entry => entry.Cautious)!)];

    /// <summary>Settings that give every method its best tuning.</summary>
    /// <returns>Lines key=value.</returns>
    public IReadOnlyList<string> Settings() =>
    [
        .. Best()
        .SelectMany(
            best =>
                new[]
                {
                    SweepRecord.Line(best.Method, "stepScale", best.StepScale),
                    SweepRecord.Line(best.Method, "strength", best.Strength),
                }),
    ];

    /// <summary>The entry as text.</summary>
    /// <param name="entry">An entry.</param>
    /// <returns>Cells of a row: method, step scale, strength, gain, interval, worst gain, cautious gain.</returns>
    public static string[] Cells(Entry entry)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return
        [
            MethodTable.Standard[entry.Method].Title,
            entry.StepScale.ToString(culture),
            entry.Strength.ToString(culture),
            Signed(entry.Gain.Value),
            TestWords.Ends(entry.Gain, end => end.ToString("0.000", culture)),
            Signed(entry.Gains.Min()),
            Signed(entry.Cautious),
        ];

        string Signed(double value) => value.ToString("+0.000;-0.000;0.000", culture);
    }
}
