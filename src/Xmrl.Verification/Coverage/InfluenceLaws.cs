using Xmrl.Explain.Influence;

namespace Xmrl.Verification.Coverage;

/// <summary>The laws of the gradients in the coverage study.</summary>
internal static class InfluenceLaws
{
    private static readonly GradientLaw s_poor = GradientLaw.Long(1, 0.5, 0.3);

    /// <summary>Tasks that always fail, that are half learned, and that are solved more and more often.</summary>
    private static readonly GradientLaw[] s_drone =
    [
        GradientLaw.Normal(1, 0.2), GradientLaw.Long(1, 2, 1), GradientLaw.Rare(0.3, 3), GradientLaw.Rare(0.1, 5),
        GradientLaw.Rare(1.0 / 70, 8),
    ];

    /// <summary>
    /// Ratios of mean and noise are those measured on base policies: 0.1 to 0.7 for navigation, 0.03 to 0.97 for the drone. So are the
    /// tails: on a trained drone the products of half of the training tasks have a skewness above 1.5, those of a tenth above 8, which is
    /// that of a gradient that is long in one of 70 replicates.
    /// </summary>
    public static IReadOnlyList<InfluenceLaw> All { get; } =
    [
        Of("gradients, strong", 20, GradientLaw.Normal(1, 0.3)) with { Poor = GradientLaw.Normal(1, 0.3) },
        Of("gradients, weak", 20, GradientLaw.Normal(1, 5)) with { Poor = GradientLaw.Normal(1, 2) },
        Of("gradients, weak, 64 dimensions", 20, GradientLaw.Normal(1, 5)) with { Poor = GradientLaw.Normal(1, 5), Dimension = 64 },
        Of("gradients, no influence", 20, GradientLaw.Normal(0, 1)),
        Of("gradients, long ones", 20, GradientLaw.Long(1, 0.5, 0.5), GradientLaw.Long(1, 2, 1), GradientLaw.Long(1, 1, 0.7)),
        Of("drone, trained", 50, s_drone),
        Of("drone, trained, 20 tasks", InfluenceIntervals.LeastTasks, s_drone),
        Of("drone, trained, 19 tasks", InfluenceIntervals.LeastTasks - 1, s_drone),
        Of("drone, nearly solved", 50, GradientLaw.Rare(1.0 / 70, 8)) with { IsPromised = false },
        Of("drone, trained, within replicates", 50, s_drone) with { Pooling = InfluencePooling.WithinReplicates },
        Of("drone, equal lengths", 50, GradientLaw.Equal(0), GradientLaw.Equal(0.1), GradientLaw.Equal(0.4)) with
        {
            Poor = GradientLaw.Equal(0.1),
        },
        Of("ill-conditioned curvature", 20, GradientLaw.Normal(1, 1), GradientLaw.Normal(0.2, 2)) with
        {
            Method = InfluenceMethod.Exact,
        },
    ];

    private static InfluenceLaw Of(string name, int tasks, params GradientLaw[] training) => new()
    {
        Name = name,
        Training = training,
        Poor = s_poor,
        Tasks = tasks,
    };
}
