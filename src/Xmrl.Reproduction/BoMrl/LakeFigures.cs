using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Rl.Policies;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Figures 1, 3 and 4 of bo-mrl: BO-MRL on Frozen Lake with each of the three within-task algorithms, as exact tables.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Section 6.1, Appendix A.</seealso>
internal static class LakeFigures
{
    private const int Adaptations = 4;
    private const int Episodes = 500;

    /// <summary>λ of MAML with steps 10 and 50, times ν·π·A.</summary>
    private static readonly ImmutableArray<double> s_maml = [0.05, 0.01];

    /// <summary>All of them.</summary>
    public static ImmutableArray<TableReproduction> Create() =>
    [
        Figure(1, 1, ProximalDivergence.Forward,
        [
            new(LakeDistribution.High, 0.5, 1.6382, null, null, 1.30, 0.2227, 0.1),
            new(LakeDistribution.Low, 0.25, 1.6238, null, null, 1.5032, 0.1374, 0.1),
        ]),
        Figure(3, 2, ProximalDivergence.Reverse,
        [
            new(LakeDistribution.High, 0.5, 1.6382, null, null, 1.30, 0.5574, 0.1),
            new(LakeDistribution.Low, 0.25, 1.6142, null, null, 1.5032, 0.1585, 0.05),
        ]),
        Figure(4, 3, ProximalDivergence.Parameters,
        [
            new(LakeDistribution.High, 0.04, 1.6335, 0.4138, 1.3125, 1.3049, 1.4402, null),
            new(LakeDistribution.Low, 0.02, 1.6142, 1.4916, 1.5152, 1.5032, 0.7010, null),
        ]),
    ];

    private static TableReproduction Figure(int number, int algorithm, ProximalDivergence divergence, ImmutableArray<LakePanel> panels)
    {
        var table = new LakeTable(algorithm);
        bool hasTenth = divergence == ProximalDivergence.Parameters;
        ImmutableArray<string> curves =
        [
            table.BoMrl, .. hasTenth ? [table.Tenth] : Array.Empty<string>(), table.FirstOrder, table.MonteCarlo, LakeTable.Maml,
            .. s_maml.Select(LakeTable.MamlOf), LakeTable.Uniform, LakeTable.UniformDouble, LakeTable.GradientSteps,
        ];
        ImmutableArray<string> drawn =
            [.. curves.Where(row => row != LakeTable.UniformDouble && !s_maml.Select(LakeTable.MamlOf).Contains(row))];
        ImmutableArray<string> bars =
            [LakeTable.None, table.Adapted, .. hasTenth ? [table.AdaptedTenth] : Array.Empty<string>(), LakeTable.GradientStep];
        return new TableReproduction
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"bo-mrl/figure{number}"),
            Summary = string.Create(
                CultureInfo.InvariantCulture, $"BO-MRL with Alg({algorithm}) on Frozen Lake as exact tables: rewards, gaps and bounds."),
            Protocol = LakeProtocol.Of(number, algorithm, panels),
            Cells =
            [
                .. panels.SelectMany(panel => LakeTable.Sets.SelectMany(set => Rewards(panel, set, curves))),
                .. panels.SelectMany(panel => LakeTable.Sets.SelectMany(set => Gaps(table, panel, set, bars, divergence))),
            ],
            Claims = [.. panels.SelectMany(panel => LakeTable.Sets.SelectMany(set => Claims(table, panel, set, divergence)))],
            Pictures =
            [
                .. panels.SelectMany(panel => LakeTable.Sets.SelectMany(set => Pictures(table, panel, set, (drawn, bars), divergence))),
            ],
            SharedRuns = "bo-mrl-frozenlake-runs",
            Seeds = 10,
            Series = [.. panels.SelectMany(panel => Series(table, algorithm, panel, divergence))],
        };
    }

    private static IEnumerable<ReproductionCell> Rewards(LakePanel panel, string set, ImmutableArray<string> curves)
        => curves.Append(LakeTable.Optimum).SelectMany(row => Enumerable.Range(0, Adaptations + 1).Select(steps => new ReproductionCell(
            row, LakeTable.Reward(panel, set, steps),
            row == LakeTable.Optimum && steps == 1 && set == LakeTable.Sets[0] ? LakePanel.Printed(panel.Optimum) : null)));

    private static IEnumerable<ReproductionCell> Gaps(
        LakeTable table, LakePanel panel, string set, ImmutableArray<string> bars, ProximalDivergence divergence)
        => bars.Concat(Bounds(table, divergence)).Select(row => new ReproductionCell(
            row, LakeTable.Gap(panel, set), set == LakeTable.Sets[0] ? Known(table, panel, row) : null));

    private static PaperValue? Known(LakeTable table, LakePanel panel, string row)
        => row == LakeTable.None ? panel.Gap(panel.None)
            : row == table.Adapted ? panel.Gap(panel.Adapted)
            : row == LakeTable.GradientStep ? panel.Gap(panel.GradientStep)
            : row == (panel.BoundStrength is null ? LakeTable.DrawnReached : LakeTable.DrawnByScript) ? LakePanel.Printed(panel.Bound)
            : null;

    /// <summary>The bounds that are finite: those to the optima with the reverse divergence alone, that of one step without a distance of
    /// parameters.</summary>
    private static IEnumerable<string> Bounds(LakeTable table, ProximalDivergence divergence) =>
    [
        LakeTable.DrawnReached,
        .. divergence == ProximalDivergence.Parameters ? Array.Empty<string>() : [LakeTable.DrawnByScript],
        .. divergence == ProximalDivergence.Reverse ? [LakeTable.Drawn, table.Theorem] : Array.Empty<string>(),
        table.Mended,
        .. divergence == ProximalDivergence.Parameters ? Array.Empty<string>() : [LakeTable.OneStep],
    ];

    private static IEnumerable<OrderingClaim> Claims(LakeTable table, LakePanel panel, string set, ProximalDivergence divergence) =>
    [
        .. Enumerable.Range(1, Adaptations).SelectMany(steps => new[] { LakeTable.Maml, LakeTable.Uniform }.Select(
            row => new OrderingClaim(table.BoMrl, row, LakeTable.Reward(panel, set, steps)))),
        .. Bounds(table, divergence).Select(row => new OrderingClaim(row, table.Adapted, LakeTable.Gap(panel, set))),
        .. Bounds(table, divergence).Where(row => row == LakeTable.DrawnReached || row == LakeTable.DrawnByScript).Select(
            row => new OrderingClaim(LakeTable.GradientStep, row, LakeTable.Gap(panel, set))),
    ];

    private static IEnumerable<FigurePicture> Pictures(
        LakeTable table, LakePanel panel, string set, (ImmutableArray<string> Curves, ImmutableArray<string> Bars) rows,
        ProximalDivergence divergence) =>
    [
        new()
        {
            Title = $"Reward over adaptations: {panel.Distribution.Name}, {set}",
            Axis = "expected discounted reward",
            Columns = [.. Enumerable.Range(0, Adaptations + 1).Select(steps => LakeTable.Reward(panel, set, steps))],
            Labels = [.. Enumerable.Range(0, Adaptations + 1).Select(steps => steps.ToString(CultureInfo.InvariantCulture))],
            Rows = rows.Curves,
            Limits = [LakeTable.Optimum],
        },
        new()
        {
            Title = $"Optimality gap and its bounds: {panel.Distribution.Name}, {set}",
            Axis = "expected optimality gap",
            Columns = [LakeTable.Gap(panel, set)],
            Labels = [string.Empty],
            Rows = rows.Bars,
            Limits = [.. Bounds(table, divergence)],
        },
    ];

    private static IEnumerable<ReproductionSeries> Series(
        LakeTable table, int algorithm, LakePanel panel, ProximalDivergence divergence)
    {
        TabularConfiguration own = new()
        {
            Environment = panel.Distribution.Environment,
            Divergence = divergence,
            Strengths = [panel.Strength],
            Adaptations = Adaptations,
        };
        string name = string.Create(CultureInfo.InvariantCulture, $"{panel.Distribution.Key}-alg{algorithm}");
        yield return One(name, table.BoMrl, own with { Bounds = true }, table.ReadBoMrl(panel));
        if (divergence == ProximalDivergence.Parameters)
        {
            yield return One(
                $"{name}-tenth", table.Tenth, own with { Strengths = [panel.Strength / 10] },
                LakeTable.ReadCurve(panel, table.Tenth, table.AdaptedTenth));
        }

        yield return One(
            $"{name}-first-order", table.FirstOrder, own with { FirstOrder = true }, LakeTable.ReadCurve(panel, table.FirstOrder));
        yield return One(
            $"{name}-monte-carlo", table.MonteCarlo, own with { Episodes = Episodes }, LakeTable.ReadCurve(panel, table.MonteCarlo));
        yield return One(
            $"{name}-uniform", LakeTable.Uniform, own with { Iterations = 0, Strengths = [panel.Strength, 2 * panel.Strength] },
            LakeTable.ReadUniform(panel));
        yield return One(
            $"{panel.Distribution.Key}-maml", "MAML",
            own with { Divergence = ProximalDivergence.Parameters, IsLinear = true, Strengths = s_maml }, LakeTable.ReadMaml(panel));

        ReproductionSeries One(
            string series, string label, TabularConfiguration settings, Func<Runs.Records.RunDirectory, RunFigures> read) => new()
            {
                Name = series,
                Label = $"{label}, {panel.Distribution.Name}",
                Runner = new TabularExperiment(settings),
                Read = read,
            };
    }
}
