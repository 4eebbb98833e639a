using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Settings;

/// <summary>Sizes of the three task sets. Defaults: xmrl, Section 5, Experiment I; the number of test tasks is that of Appendix
/// M.5.</summary>
public sealed record TaskSettings : IValidated
{
    /// <summary>Training tasks, in [2, 10000]. Default 50 (xmrl, Section 5, Experiment I).</summary>
    /// <unit>tasks</unit>
    public int Training { get; init; } = 50;

    /// <summary>Whether every iteration of meta-training draws new tasks instead of some of the training tasks (sg-mrl, Algorithm 1). Only
    /// where nothing is improved: what explains and repairs needs a set of tasks.</summary>
    public bool Fresh { get; init; }

    /// <summary>Validation tasks, among which the poor ones are found, in [1, 10000]. Default 10 (xmrl, Section 5, Experiment I).</summary>
    /// <unit>tasks</unit>
    public int Validation { get; init; } = 10;

    /// <summary>Test tasks, in [2, 10000]: reported figures alone. Default 100 (xmrl, Appendix M.5).</summary>
    /// <unit>tasks</unit>
    public int Test { get; init; } = 100;

    /// <summary>A truth planted into the training tasks.</summary>
    public PlantedTruth Planted { get; init; } = PlantedTruth.None;

    /// <summary>Number of planted training tasks, the first ones, fewer than <see cref="Training"/>, ≥ 0; 0 where the truth is not one
    /// of tasks. Default 0.</summary>
    /// <unit>tasks</unit>
    public int PlantedCount { get; init; }

    /// <summary>The region of the planted tasks: lowest and highest value per task parameter, one pair after the other; parameters without
    /// a pair are free. Empty for the lower half of the first parameter's range.</summary>
    /// <unit>units of the task parameters</unit>
    public ImmutableArray<double> PlantedRegion { get; init; } = [];

    /// <summary>The region of all tasks that are not planted, in the same form. Empty for p(task), and with a region for everything
    /// outside it.</summary>
    /// <unit>units of the task parameters</unit>
    public ImmutableArray<double> CommonRegion { get; init; } = [];

    /// <summary>Number of training tasks with corrupted rewards beside the planted ones, the next ones, ≥ 0; at least 1 with
    /// rareAndCorrupted, else 0. Default 0.</summary>
    /// <unit>tasks</unit>
    public int CorruptedCount { get; init; }

    /// <summary>The region of the tasks with corrupted rewards beside the planted ones, in the same form. Empty for the lower half of the
    /// first parameter's range.</summary>
    /// <unit>units of the task parameters</unit>
    public ImmutableArray<double> CorruptedRegion { get; init; } = [];

    /// <summary>Whether the planted truth is one of training tasks.</summary>
    internal bool PlantsTasks => Planted is PlantedTruth.CorruptedRewards || IsEven;

    /// <summary>Whether every second task outside the training set lies in the planted region.</summary>
    internal bool IsEven => Planted is PlantedTruth.RareRegion or PlantedTruth.Interference
        or PlantedTruth.OutOfReach or PlantedTruth.RareAndCorrupted;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. PlantsTasks == (PlantedCount != 0) ? Array.Empty<ValidationError>()
            :
            [
                new ValidationError(
                    nameof(PlantedCount), "at least 1 where planted is one of training tasks, 0 otherwise",
                    PlantedCount.ToString(CultureInfo.InvariantCulture)),
            ],
        .. (Planted == PlantedTruth.RareAndCorrupted) == (CorruptedCount != 0) ? Array.Empty<ValidationError>()
            :
            [
                new ValidationError(
                    nameof(CorruptedCount), "at least 1 where planted is rareAndCorrupted, 0 otherwise",
                    CorruptedCount.ToString(CultureInfo.InvariantCulture)),
            ],
        .. CheckPairs(nameof(PlantedRegion), PlantedRegion),
        .. CheckPairs(nameof(CorruptedRegion), CorruptedRegion),
        .. CheckPairs(nameof(CommonRegion), CommonRegion),
        .. NumberRange.NotNegative.Check(nameof(PlantedCount), PlantedCount),
        .. NumberRange.NotNegative.Check(nameof(CorruptedCount), CorruptedCount),
        .. (long)PlantedCount + CorruptedCount < Training || PlantedCount <= 0 ? Array.Empty<ValidationError>()
            :
            [
                new ValidationError(
                    nameof(PlantedCount), $"with corruptedCount fewer than training = {Training}",
                    ((long)PlantedCount + CorruptedCount).ToString(CultureInfo.InvariantCulture)),
            ],
        .. NumberRange.Closed(2, 10_000).Check(nameof(Training), Training),
        .. NumberRange.Closed(1, 10_000).Check(nameof(Validation), Validation),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Test), Test),
    ];

    private static ValidationError[] CheckPairs(string name, ImmutableArray<double> region)
        => region.Length % 2 == 0 && Enumerable.Range(0, region.Length / 2).All(pair => region[2 * pair] <= region[(2 * pair) + 1])
            ? []
            : [new ValidationError(name, "pairs of a lowest and a highest value", Text(region))];

    private static string Text(ImmutableArray<double> region)
        => $"[{string.Join(", ", region.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";
}
