using System.Globalization;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.Running;

/// <summary>Makes one table of results of the same table with other seeds, as jobs on several machines leave them. Everything follows from
/// the value of every cell and seed; no run is made.</summary>
/// <param name="reproduction">The table.</param>
internal sealed class JoinedResults(TableReproduction reproduction)
{
    /// <summary>Joins results into a file.</summary>
    /// <param name="paths">Two or more results.json of complete reproductions.</param>
    /// <param name="target">The file, replaced where there is one.</param>
    /// <returns>The joined table.</returns>
    /// <exception cref="InvalidDataException">As of <see cref="Join(IReadOnlyList{string})"/>; nothing is written then.</exception>
    public ReproductionResult Join(IReadOnlyList<string> paths, string target)
    {
        ReproductionResult joined = Join(paths);
        AtomicFile.Write(target, stream => RunJson.Write(stream, joined));
        return joined;
    }

    /// <summary>Reads and joins results.</summary>
    /// <param name="paths">Two or more results.json of complete reproductions.</param>
    /// <returns>The joined table, with verdicts over all seeds.</returns>
    /// <exception cref="InvalidDataException">A file is no such result, is not complete, is of another table, scale or settings, or has a
    /// seed that another has.</exception>
    public ReproductionResult Join(IReadOnlyList<string> paths)
    {
        if (paths.Count < 2)
        {
            throw new InvalidDataException($"There is {paths.Count} result to join; expected at least 2.");
        }

        ReproductionResult[] parts = [.. paths.Select(path => RunJson.Read<ReproductionResult>(path))];
        ReproductionResult first = parts[0];
        foreach ((string path, ReproductionResult part) in paths.Zip(parts))
        {
            RequireAlike(path, part, paths[0], first);
        }

        bool decides = !first.Quick && first.Overrides.IsDefaultOrEmpty
            && !parts.Any(part => part.Summary.Contains("no verdict is given", StringComparison.Ordinal));
        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = ReproductionRules.Apply(
            new TableClaims(reproduction.Cells, reproduction.Claims, reproduction.ShareColumns)
            {
                Equivalences = reproduction.Equivalences,
                LeavesCells = first.Scale is { } scale && scale != ReproductionScale.Full,
            },
            [.. reproduction.Cells.Select(cell => Values(cell, paths, parts))], decides);
        int seeds = parts.Sum(part => part.Seeds);
        string extent = string.Create(
            CultureInfo.InvariantCulture, $"{parts.Sum(part => part.Costs.Sum(cost => cost.Runs))} runs in {parts.Length} reproductions.");
        return first with
        {
            Command = string.Join("; ", parts.Select(part => part.Command)),
            Seeds = seeds,
            FirstSeed = parts.Min(part => part.FirstSeed),
            Summary = extent + (decides ? ResultBook.Verdicts(cells, claims) : " No verdict is given."),
            Protocol = reproduction.Protocol,
            Cells = cells,
            Claims = claims,
            Costs =
            [
                .. first.Costs.Select(cost => parts.SelectMany(part => part.Costs).Where(other => other.Label == cost.Label).Aggregate(
                    (sum, other) => new SeriesCost(
                        sum.Label, sum.Runs + other.Runs, sum.Seconds + other.Seconds, sum.Interactions + other.Interactions))),
            ],
            Failures = [.. parts.SelectMany(part => part.Failures)],
            Remarks =
            [
                .. parts.Select(part => new RunRemark(part.Command, $"Made with {Program(part)}.")),
                .. parts.SelectMany(part => part.Remarks),
            ],
        };
    }

    private void RequireAlike(string path, ReproductionResult part, string firstPath, ReproductionResult first)
    {
        if (part.Reproduction != reproduction.Id)
        {
            throw new InvalidDataException($"{path} is a result of {part.Reproduction}; expected {reproduction.Id}.");
        }

        if (!part.Complete)
        {
            throw new InvalidDataException($"{path} is of a reproduction that is not complete: {part.Summary}");
        }

        if (Form(part) is var found && Form(first) is var expected && found != expected)
        {
            throw new InvalidDataException($"{path} was made with {found}, {firstPath} with {expected}; such rows are not averaged.");
        }
    }

    private static string Form(ReproductionResult result) => string.Join(
        ", ",
        [
            $"scale {result.Scale?.ToString() ?? (result.Quick ? "quick" : "of the table")}",
            $"score {result.Score?.ToString() ?? "of the paper"}", $"actions {result.Actions?.ToString() ?? "of the paper"}",
            $"precision {result.Environment.Precision}", $"settings [{string.Join(", ", result.Overrides)}]",
        ]);

    private static string Program(ReproductionResult result) =>
        $"Xmrl {result.Environment.XmrlVersion} ({result.Environment.Commit ?? "commit unknown"}"
            + $"{(result.Environment.Dirty == true ? ", changed" : string.Empty)})";

    private static SortedDictionary<ulong, double> Values(
        ReproductionCell cell, IReadOnlyList<string> paths, IReadOnlyList<ReproductionResult> parts)
    {
        var values = new SortedDictionary<ulong, double>();
        foreach ((string path, ReproductionResult part) in paths.Zip(parts))
        {
            if (part.Cells.FirstOrDefault(known => known.Row == cell.Row && known.Column == cell.Column) is not { } own)
            {
                throw new InvalidDataException($"{path} has no cell {cell.Row}, {cell.Column}; it is of another form of the table.");
            }

            foreach ((ulong seed, double value) in own.Seeds.Zip(own.Values))
            {
                if (!values.TryAdd(seed, value))
                {
                    throw new InvalidDataException($"{path} has seed {seed}, which another of the results has too.");
                }
            }
        }

        return values;
    }
}
