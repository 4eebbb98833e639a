using System.Text.Json.Nodes;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Recomputation;

/// <summary>Searches (sweep.json, sweeps.json) and comparisons over seeds (compare --json).</summary>
internal static class StoredSearches
{
    internal static int OfCandidates(JsonObject document, ScoreIntervals intervals)
    {
        int changes = 0;
        foreach (JsonObject candidate in document["candidates"]!.AsArray().Select(candidate => candidate!.AsObject()))
        {
            changes += StoredIntervals.Set(
                candidate, "mean", intervals.Of(StoredIntervals.Numbers(candidate["scores"]), ScoreStatistic.Mean));

            // The base policy's scores per task are not stored.
            changes += StoredIntervals.Drop(candidate["toBase"]!.AsObject(), "interval");
        }

        return changes;
    }

    internal static int OfEntries(JsonObject document, ScoreIntervals intervals)
    {
        double magnitude = StoredIntervals.Numbers(document["bases"]).Max(Math.Abs);
        return document["entries"]!
            .AsArray()
            .Sum(
                entry => StoredIntervals.Set(
                    entry!.AsObject(), "gain", StudentMean.Interval(StoredIntervals.Numbers(entry["gains"]), magnitude: magnitude)));
    }

    internal static int OfSeeds(JsonObject document, ScoreIntervals intervals)
    {
        JsonObject[] rows = [.. document["rows"]!.AsArray().Select(row => row!.AsObject())];
        double[][] scores = [.. rows.Select(row => StoredIntervals.Numbers(row["scores"]))];
        int control = Array.FindIndex(rows, row => row["method"]!.GetValue<string>() == MethodTable.Reference.Title);
        int changes = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            changes += StoredIntervals.Set(rows[r], "mean", intervals.Of(scores[r], ScoreStatistic.Mean));
            changes += Difference(rows[r], "toBase", scores[r], scores[0]);
            changes += control < 0 ? 0 : Difference(rows[r], "toControl", scores[r], scores[control]);

            // Scores of the poor tasks are not stored by seed; Student's intervals over seeds are right for returns unless they had no
            // width.
            changes += Width(rows[r], "poor") + (rows[r]["poorToControl"] is JsonObject poor ? Width(poor, "interval") : 0);
        }

        return changes;

        static int Difference(JsonObject row, string name, double[] after, double[] before) => row[name] is JsonObject stored
            ? StoredIntervals.Set(stored, "interval", StudentMean.Difference(after, before))
                + StoredEvaluations.Test(stored, PairedTTest.Test(after, before))
            : 0;

        static int Width(JsonObject at, string name)
            => at[name] is JsonObject { } interval
                && interval["low"] is { } low
                && low.GetValue<double>() == interval["high"]!.GetValue<double>()
            ? StoredIntervals.Set(at, name, Interval.None(low.GetValue<double>(), Interval.NoVariance))
            : 0;
    }
}
