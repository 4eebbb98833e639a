using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Running;

namespace Xmrl.Experiments.Reproduction;

/// <summary>An experiment of xmrl for which Tables 1 to 5 can be made.</summary>
internal sealed record XmrlSubject
{
    /// <summary>Name of the experiment on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The experiment.</summary>
    public required IExperimentRunner Runner { get; init; }

    /// <summary>What is measured, such as "success rate".</summary>
    public required string Column { get; init; }

    /// <summary>What the paper prints.</summary>
    public required XmrlFigures Paper { get; init; }

    /// <summary>Whether the paper's figures are of data that users bring.</summary>
    public bool NeedsData { get; init; }

    /// <summary>What is true of this experiment alone, one sentence each.</summary>
    public required ImmutableArray<string> Assumptions { get; init; }

    /// <summary>All of them.</summary>
    public static ImmutableArray<XmrlSubject> All { get; } =
    [
        new()
        {
            Name = DroneExperiment.Name,
            Runner = DroneExperiment.Create(),
            Column = "success rate",
            Paper = XmrlFigures.Drone,
            Assumptions = ["A kinematic drone instead of the paper's simulator; docs/deviations.md lists what else differs."],
        },
        new()
        {
            Name = StockExperiment.Name,
            Runner = StockExperiment.Create(),
            Column = "return",
            Paper = XmrlFigures.Stock,
            NeedsData = true,
            Assumptions =
            [
                "With --data on its prices; without, on a generated market, whose returns say nothing about the paper's and get no verdict.",
                "A return of 1 is a thousand: the paper does not state its unit.",
                "Tasks differ only on days whose turbulence lies between 45 and 50 (docs/stock.md).",
            ],
        },
    ];
}
