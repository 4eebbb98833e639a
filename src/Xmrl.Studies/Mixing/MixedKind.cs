using Xmrl.Explain.Augmentation;

namespace Xmrl.Studies.Mixing;

/// <summary>A way to draw the samples of a task whose gradient is compared with that of the task's own samples.</summary>
/// <param name="Name">Its name, a row of the table.</param>
/// <param name="Lambda">λ from a uniform number in [0, 1); null for own samples alone.</param>
/// <param name="MixedWeight">Weight of the mixed samples against the own ones.</param>
internal sealed record MixedKind(string Name, Func<double, double>? Lambda, double MixedWeight)
{
    /// <summary>Mixed samples so heavy that the own ones do not count.</summary>
    private const double Alone = 1e6;

    /// <summary>Own samples, twice as many: what retraining without mixing takes.</summary>
    public static readonly MixedKind Own = new("own samples", null, 1);

    /// <summary>All ways, <see cref="Own"/> first.</summary>
    public static readonly IReadOnlyList<MixedKind> All =
    [
        Own,
        new("own and mixed", static uniform => uniform, 1),
        new("mixed alone", static uniform => uniform, Alone),
        new("mixed alone, λ = 0.9", static _ => 0.9, Alone),
        new("visited states alone", static _ => 1, Alone),
    ];

    /// <summary>What is added to the own samples; null for nothing.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="uniform">Decides λ, in [0, 1).</param>
    public MixupAugmentation? Augmentation(Rl.Policies.IPolicy policy, double uniform) => Lambda is null
        ? null
        : new MixupAugmentation(policy, Lambda(uniform), MixedAdvantage.Bootstrapped, new UnionMass(1, 1)) { MixedWeight = MixedWeight };
}
