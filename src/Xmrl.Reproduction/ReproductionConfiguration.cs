using System.Collections.Immutable;
using Xmrl.Numerics.Validation;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction;

/// <summary>What decides the figures of a reproduction, apart from its definition; config.yaml of its folder.</summary>
internal sealed record ReproductionConfiguration : IValidated
{
    /// <summary>Largest number of seeds.</summary>
    public const int MostSeeds = 1000;

    /// <summary>Id of the reproduction.</summary>
    public required string Reproduction { get; init; }

    /// <summary>n, the number of seeds, in [1, 1000].</summary>
    public required int Seeds { get; init; }

    /// <summary>Seeds are firstSeed … firstSeed + n − 1.</summary>
    public ulong FirstSeed { get; init; } = 1;

    /// <summary>Whether the runs are the short variants, which show that everything works and decide nothing.</summary>
    public bool Quick { get; init; }

    /// <summary>How much of the paper's work is repeated; null where <see cref="Quick"/> says all of it.</summary>
    public ReproductionScale? Scale { get; init; }

    /// <summary>Which trajectories every cell is scored by; null for those that the paper took.</summary>
    public ScoreKind? Score { get; init; }

    /// <summary>Which actions every cell is scored with; null for those that the paper took.</summary>
    public ActionKind? Actions { get; init; }

    /// <summary>Changes to the configuration of every run, each as key.key=value. With any, the table is not the paper's any more, and says
    /// so.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];

    /// <summary>Price file of every run; null for the experiment's own data.</summary>
    public string? Data { get; init; }

    /// <summary>The form of the reproduction; null where it has one form and its quick variant.</summary>
    internal ReproductionVariant? Variant => Scale is { } scale ? new ReproductionVariant(scale, Score, Actions) : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() => NumberRange.Closed(1, MostSeeds).Check(nameof(Seeds), Seeds);
}
