using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Recomputation;

/// <summary>Tables, results.json: everything follows from the value of every cell and seed.</summary>
internal static class StoredTables
{
    internal static int Recompute(JsonObject document, ScoreIntervals intervals)
    {
        JsonObject[] cells = [.. document["cells"]!.AsArray().Select(cell => cell!.AsObject())];
        JsonObject[] claims = [.. document["claims"]!.AsArray().Select(claim => claim!.AsObject())];
        string id = document["reproduction"]!.GetValue<string>();
        ImmutableArray<string> shares = ReproductionRegistry.BuiltIn.All.FirstOrDefault(known => known.Id == id)?.ShareColumns ?? [];
        string summary = document["summary"]!.GetValue<string>();
        bool isDecisive = !summary.Contains("no verdict is given", StringComparison.Ordinal)
            && !summary.Contains("decides nothing", StringComparison.Ordinal);
        (IReadOnlyList<CellResult> newCells, IReadOnlyList<ClaimResult> newClaims) = ReproductionRules.Apply(
            new TableClaims([.. cells.Select(Cell)], [.. claims.Where(IsOrder).Select(Order)], shares)
            {
                Equivalences = [.. claims.Where(claim => !IsOrder(claim)).Select(Equivalence)],
                LeavesCells = document["scale"]?.GetValue<string>() is "quick" or "desk",
            },
            [.. cells.Select(Values)], isDecisive);
        int changes = 0;
        foreach ((JsonObject cell, CellResult found) in cells.Zip(newCells))
        {
            changes += StoredIntervals.Set(cell, "interval", StoredIntervals.Node(found.Interval));
            changes += StoredIntervals.Set(cell, "verdict", StoredIntervals.Node(found.Verdict));
        }

        foreach ((JsonObject claim, ClaimResult found) in claims.Zip(newClaims))
        {
            changes += StoredIntervals.Set(claim, "difference", StoredIntervals.Node(found.Difference));
            changes += StoredIntervals.Set(claim, "pValue", StoredIntervals.Node(found.PValue));
            changes += StoredIntervals.Set(claim, "uncorrectedPValue", StoredIntervals.Node(found.UncorrectedPValue));
            changes += StoredIntervals.Set(claim, "verdict", StoredIntervals.Node(found.Verdict));
        }

        if (isDecisive)
        {
            int verdicts = summary.IndexOf(" Of ", StringComparison.Ordinal);
            string before = verdicts < 0 ? summary : summary[..verdicts];
            changes += StoredIntervals.Set(document, "summary", before + ResultBook.Verdicts(newCells, newClaims));
        }

        return changes;
    }

    private static ReproductionCell Cell(JsonObject cell) => new(
        cell["row"]!.GetValue<string>(),
        cell["column"]!.GetValue<string>(),
        cell["paper"] is JsonObject paper ? new PaperValue(paper["mean"]!.GetValue<double>(), paper["spread"]?.GetValue<double>()) : null);

    /// <summary>Orders are stored before the rows that are claimed alike.</summary>
    private static bool IsOrder(JsonObject claim) => claim["margin"] is null;

    private static OrderingClaim Order(JsonObject claim) => new(
        claim["better"]!.GetValue<string>(), claim["worse"]!.GetValue<string>(), claim["column"]!.GetValue<string>(),
        claim["by"]?.GetValue<double>() ?? 0);

    private static EquivalenceClaim Equivalence(JsonObject claim) => new(
        claim["better"]!.GetValue<string>(), claim["worse"]!.GetValue<string>(), claim["column"]!.GetValue<string>(),
        claim["margin"]!.GetValue<double>());

    private static SortedDictionary<ulong, double> Values(JsonObject cell)
    {
        ulong[] seeds = [.. cell["seeds"]!.AsArray().Select(seed => seed!.GetValue<ulong>())];
        return new SortedDictionary<ulong, double>(
            seeds.Zip(StoredIntervals.Numbers(cell["values"])).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
