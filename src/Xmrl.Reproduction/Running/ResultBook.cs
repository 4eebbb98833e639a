using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Reproduction.Page;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Running;

/// <summary>Gathers figures and curves of a reproduction's runs, and writes results.json and curves.json.</summary>
internal sealed class ResultBook(TableReproduction reproduction, ReproductionConfiguration configuration, RunDirectory folder)
{
    private readonly List<(ReproductionRun Run, RunFigures Figures)> _runs = [];
    private readonly List<FailedRun> _failures = [];
    private readonly LearningCurves _curves = new(reproduction, configuration);
    private readonly PanelCurves _panels = new(reproduction, configuration);

    internal void Add(ReproductionRun run, RunFigures figures, RunDirectory directory)
    {
        _runs.Add((run, figures));
        _curves.Add(run, directory);
        _panels.Add(run, directory);
    }

    internal void Fail(ReproductionRun run, string reason) => _failures.Add(new FailedRun(run.Label, reason));

    /// <summary>Writes the table of the runs that are finished, and their learning curves.</summary>
    internal ReproductionResult Write()
    {
        bool decides = !configuration.Quick && configuration.Overrides.IsDefaultOrEmpty && HasData;
        (IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims) = ReproductionRules.Apply(
            reproduction, [.. _runs.Select(run => (run.Run.Seed, run.Figures)), .. Derived()], decides);
        bool complete = _runs.Count == configuration.Seeds * reproduction.Series.Length;
        var result = new ReproductionResult
        {
            Reproduction = reproduction.Id,
            Command = Command(),
            Complete = complete,
            Seeds = configuration.Seeds,
            FirstSeed = configuration.FirstSeed,
            Quick = configuration.Quick,
            Scale = configuration.Scale,
            Score = configuration.Score,
            Actions = configuration.Actions,
            Overrides = configuration.Overrides.IsDefault ? [] : configuration.Overrides,
            Summary = Summarise(cells, claims, complete),
            Protocol = reproduction.Protocol,
            Cells = cells,
            Pictures = reproduction.Pictures.IsEmpty ? null : reproduction.Pictures,
            Claims = claims,
            Costs = [.. reproduction.Series.Select(Cost)],
            Failures = [.. _failures],
            Remarks = [.. _runs.SelectMany(run => run.Figures.Remarks.Select(remark => new RunRemark(run.Run.Label, remark)))],
            Environment = RunJson.Read<EnvironmentInfo>(folder.EnvironmentPath),
        };
        RunJson.Write(folder.File(LearningCurves.FileName), _curves.Average());
        if (!reproduction.Panels.IsEmpty)
        {
            RunJson.Write(folder.File(PanelCurves.FileName), _panels.Average());
        }

        RunJson.Write(folder.File(ReproductionResult.FileName), result);
        return result;
    }

    /// <summary>Figures that follow from those of several runs of one seed.</summary>
    private IEnumerable<(ulong Seed, RunFigures Figures)> Derived()
    {
        if (reproduction.Derive is not { } derive)
        {
            yield break;
        }

        foreach (IGrouping<ulong, RunFigures> seed in _runs.GroupBy(run => run.Run.Seed, run => run.Figures))
        {
            var values = seed.SelectMany(figures => figures.Values).ToDictionary(StringComparer.Ordinal);
            yield return (seed.Key, new RunFigures
            {
                Values = derive(values).ToImmutableSortedDictionary(StringComparer.Ordinal),
                Interactions = 0,
                Seconds = 0,
            });
        }
    }

    private bool HasData => configuration.Data is not null || !reproduction.NeedsData;

    private SeriesCost Cost(ReproductionSeries series)
    {
        RunFigures[] own = [.. _runs.Where(run => run.Run.Series.Name == series.Name).Select(run => run.Figures)];
        return new SeriesCost(series.Label, own.Length, own.Sum(figures => figures.Seconds), own.Sum(figures => figures.Interactions));
    }

    /// <summary>The command without folder and threads, which change nothing.</summary>
    private string Command()
    {
        string seeds = string.Create(CultureInfo.InvariantCulture, $" --seeds {configuration.Seeds}");
        string first = configuration.FirstSeed == 1
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" --seed {configuration.FirstSeed}");
        string changes = configuration.Overrides.IsDefaultOrEmpty
            ? string.Empty
            : string.Concat(configuration.Overrides.Select(change => $" --set {ShellText.Quote(change)}"));
        string data = configuration.Data is { } file ? $" --data {ShellText.Quote(file)}" : string.Empty;
        string quick = configuration.Scale is { } scale
            ? $" --scale {Word(scale)}"
                + $"{(configuration.Score is { } score ? $" --score {Word(score)}" : string.Empty)}"
                + $"{(configuration.Actions is { } actions ? $" --actions {Word(actions)}" : string.Empty)}"
            : configuration.Quick ? " --quick" : string.Empty;
        return $"xmrl reproduce {reproduction.Id}{data}{seeds}{first}{quick}{changes}";

        static string Word<T>(T value)
            where T : struct, Enum => value.ToString().ToLowerInvariant();
    }

    private string Summarise(IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims, bool complete)
    {
        int finished = _runs.Count, all = configuration.Seeds * reproduction.Series.Length;
        string extent = complete
            ? string.Create(CultureInfo.InvariantCulture, $"{all} runs.")
            : string.Create(CultureInfo.InvariantCulture, $"{finished} of {all} runs.");
        if (configuration.Quick)
        {
            return $"{extent} A quick variant: it shows that everything works and decides nothing.";
        }

        if (!configuration.Overrides.IsDefaultOrEmpty)
        {
            return $"{extent} Settings were changed ({string.Join(", ", configuration.Overrides)}): this is not the paper's table, and "
                + $"no verdict is given.";
        }

        if (!HasData)
        {
            return $"{extent} Without --data the experiment generates its prices: this is not the paper's table, and no verdict is given.";
        }

        string scale = configuration.Variant is { } variant && (variant.Scale == ReproductionScale.Desk || !variant.ScoresAsThePaper)
            ? " The paper's orders are judged, its figures are not: "
                + (variant.ScoresAsThePaper ? "less is repeated than the paper's work." : "the cells are scored in other ways than its.")
            : string.Empty;
        return extent + scale + Verdicts(cells, claims);
    }

    /// <summary>How many cells and claims have which verdict, in two sentences; each begins with a space.</summary>
    internal static string Verdicts(IReadOnlyList<CellResult> cells, IReadOnlyList<ClaimResult> claims)
    {
        int judged = cells.Count(cell => cell.Paper is not null);
        string values = judged == 0 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $" Of {judged} cells {Count(CellVerdict.Reproduced)} reproduced, {Count(CellVerdict.OrderingHolds)} in ordering alone, "
                + $"{Count(CellVerdict.NotReproduced)} not reproduced, {Count(CellVerdict.Undecided)} undecided.");
        string order = claims.Count == 0 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $" Of {claims.Count} claims {Claims(ClaimVerdict.Holds)} hold, {Claims(ClaimVerdict.NotShown)} are not shown, "
                + $"{Claims(ClaimVerdict.Contradicted)} contradicted, {Claims(ClaimVerdict.Undecided)} undecided.");
        return values + order;

        int Count(CellVerdict verdict) => cells.Count(cell => cell.Verdict == verdict);
        int Claims(ClaimVerdict verdict) => claims.Count(claim => claim.Verdict == verdict);
    }
}
