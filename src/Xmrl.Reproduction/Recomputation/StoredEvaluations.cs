using System.Text.Json.Nodes;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Recomputation;

/// <summary>
/// Evaluations: of the methods of a run on its test tasks (evaluation.json), and of one policy on fresh tasks (evaluations/*.json).
/// </summary>
internal static class StoredEvaluations
{
    internal static int OfMethods(JsonObject document, ScoreIntervals intervals)
    {
        JsonObject[] methods = [.. document["methods"]!.AsArray().Select(method => method!.AsObject())];
        double[][] scores = [.. methods.Select(method => StoredIntervals.Numbers(method["scores"]))];
        int[]? poor = document["poorTest"] is JsonArray positions ? [.. positions.Select(position => position!.GetValue<int>())] : null;
        int[]? rest = poor is null ? null : [.. Enumerable.Range(0, scores[0].Length).Except(poor)];
        int[] all = [.. Enumerable.Range(0, scores[0].Length)];
        int control = Array.FindIndex(methods, method => method["name"]!.GetValue<string>() == MethodTable.Reference.Title);
        int changes = 0;
        for (int m = 0; m < methods.Length; m++)
        {
            JsonObject method = methods[m];
            changes += StoredIntervals.Set(method, "mean", intervals.Of(scores[m], ScoreStatistic.Mean));
            changes += StoredIntervals.Set(method, "iqm", intervals.Of(scores[m], ScoreStatistic.InterquartileMean));
            changes += StoredIntervals.Set(method, "cvar", intervals.Of(scores[m], ScoreStatistic.ConditionalValueAtRisk));
            changes += Mean(method, "poor", m, poor) + Mean(method, "nonPoor", m, rest);
            changes += Difference(method, "toBase", (m, 0), all)
                + Difference(method, "poorToBase", (m, 0), poor)
                + Difference(method, "nonPoorToBase", (m, 0), rest);
            changes += Difference(method, "toControl", (m, control), all) + Difference(method, "poorToControl", (m, control), poor);
        }

        return changes + Confirmation(document);

        int Mean(JsonObject method, string name, int m, int[]? part) =>
            part is null
                ? StoredIntervals.Drop(method, name)
                : StoredIntervals.Set(method, name, intervals.Of(Pick(scores[m], part), ScoreStatistic.Mean));

        int Difference(JsonObject method, string name, (int After, int Before) pair, int[]? part)
        {
            if (method[name] is not JsonObject stored)
            {
                return 0;
            }

            if (part is null || pair.Before < 0)
            {
                return StoredIntervals.Drop(stored, "interval");
            }

            double[] after = Pick(scores[pair.After], part), before = Pick(scores[pair.Before], part);
            return StoredIntervals.Set(stored, "interval", intervals.Difference(after, before))
                + Test(stored, PairedTTest.Test(after, before));
        }

        static double[] Pick(double[] values, int[] part) => [.. part.Select(position => values[position])];
    }

    internal static int OfCurve(JsonObject document, ScoreIntervals intervals)
    {
        JsonObject[] tasks = [.. document["tasks"]!.AsArray().Select(task => task!.AsObject())];
        int changes = 0;
        foreach ((int step, JsonObject point) in document["curve"]!.AsArray().Select(point => point!.AsObject()).Index())
        {
            foreach (string actions in new[] { "sampled", "meanActions" })
            {
                JsonObject figures = point[actions]!.AsObject();
                ScoreFigures found = intervals.Figures([.. tasks.Select(task => StoredIntervals.Numbers(task[actions])[step])]);
                changes += StoredIntervals.Set(figures, "mean", found.Mean)
                    + StoredIntervals.Set(figures, "iqm", found.Iqm)
                    + StoredIntervals.Set(figures, "cvar", found.Cvar);
            }
        }

        return changes;
    }

    /// <summary>
    /// Takes a p-value away where the data allow no test; one that is there was computed from unrounded scores and stays.
    /// </summary>
    internal static int Test(JsonObject difference, PairedTTestResult test) => test.Status == TestStatus.Tested ? 0
        : StoredIntervals.Set(difference, "pValue", null) + StoredIntervals.Set(difference, "status", StoredIntervals.Node(test.Status));

    /// <summary>The scores behind a confirmation are not stored.</summary>
    private static int Confirmation(JsonObject document) => document["confirmation"] is JsonObject confirmation
        ? confirmation["candidates"]!.AsArray().Sum(candidate => StoredIntervals.Drop(candidate!.AsObject(), "gain"))
        : 0;
}
