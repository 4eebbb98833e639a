namespace Xmrl.Studies.Mixing;

/// <summary>Content of mixing.json of a run: what each way to draw samples says of the gradient.</summary>
internal sealed record MixedFigures
{
    /// <summary>Name of the file in the run's folder.</summary>
    public const string FileName = "mixing.json";

    /// <summary>The ways, in the order of <see cref="MixedKind.All"/>.</summary>
    public required IReadOnlyList<Entry> Kinds { get; init; }

    /// <summary>Tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Independent draws of each gradient.</summary>
    public required int Replicates { get; init; }

    /// <summary>Environment steps.</summary>
    public required long Interactions { get; init; }

    /// <summary>One way.</summary>
    public sealed record Entry
    {
        /// <summary>Its name.</summary>
        public required string Name { get; init; }

        /// <summary>Cosine between its expected gradient and that of own samples, in [−1, 1]; null where noise hides it.</summary>
        public required double? Alignment { get; init; }

        /// <summary>Length of its expected gradient over that of own samples, ≥ 0; null where noise hides it.</summary>
        public required double? Length { get; init; }

        /// <summary>Standard deviation of one draw over the length of the expected gradient, ≥ 0; null where noise hides it.</summary>
        public required double? Noise { get; init; }

        /// <summary>Mean distance of the states' observations to the nearest one of other episodes, over that of own samples, ≥ 0; null
        /// where there is none.</summary>
        public required double? Distance { get; init; }

        /// <summary>Share of the mixed states, in [0, 1], that no episode can be in.</summary>
        public required double Infeasible { get; init; }

        /// <summary>Mean reward of a step from there.</summary>
        public required double Reward { get; init; }

        /// <summary>Standard deviation of that reward.</summary>
        public required double RewardDeviation { get; init; }
    }
}
