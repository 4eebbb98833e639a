using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Xmrl.Runs.Provenance;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Verdicts;

/// <summary>Content of results.json: the table with everything that is needed to read and repeat it. Rewritten after every run, so that an
/// interrupted reproduction leaves a table of what it has.</summary>
internal sealed record ReproductionResult
{
    /// <summary>Name of the file in the reproduction's folder.</summary>
    public const string FileName = "results.json";

    /// <summary>Name of the page beside it: table, intervals and learning curves in one file for a browser.</summary>
    public const string PageName = "table.html";

    /// <summary>Id of the reproduction.</summary>
    public required string Reproduction { get; init; }

    /// <summary>The command that makes the table again.</summary>
    public required string Command { get; init; }

    /// <summary>Whether all runs are there.</summary>
    public required bool Complete { get; init; }

    /// <summary>Seeds asked for.</summary>
    public required int Seeds { get; init; }

    /// <summary>First seed.</summary>
    public required ulong FirstSeed { get; init; }

    /// <summary>Whether the runs are the short variants.</summary>
    public required bool Quick { get; init; }

    /// <summary>How much of the paper's work the runs repeat; null for a table of one form and its quick variant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReproductionScale? Scale { get; init; }

    /// <summary>Which trajectories every cell is scored by; null for those that the paper took.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreKind? Score { get; init; }

    /// <summary>Which actions every cell is scored with; null for those that the paper took.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ActionKind? Actions { get; init; }

    /// <summary>Changes to the protocol's settings.</summary>
    public required ImmutableArray<string> Overrides { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Summary { get; init; }

    /// <summary>How the figures came about.</summary>
    public required ReproductionProtocol Protocol { get; init; }

    /// <summary>The cells, in printing order.</summary>
    public required IReadOnlyList<CellResult> Cells { get; init; }

    /// <summary>The paper's claims.</summary>
    public required IReadOnlyList<ClaimResult> Claims { get; init; }

    /// <summary>Pictures as the paper draws them; null for a table.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FigurePicture>? Pictures { get; init; }

    /// <summary>What the runs cost, by series.</summary>
    public required IReadOnlyList<SeriesCost> Costs { get; init; }

    /// <summary>Runs that ended without figures.</summary>
    public required IReadOnlyList<FailedRun> Failures { get; init; }

    /// <summary>What the runs found beside their figures.</summary>
    public IReadOnlyList<RunRemark> Remarks { get; init; } = [];

    /// <summary>Machine and software.</summary>
    public required EnvironmentInfo Environment { get; init; }
}
