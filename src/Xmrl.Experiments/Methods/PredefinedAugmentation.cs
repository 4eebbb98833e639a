using Xmrl.Explain.MixingLaws;

namespace Xmrl.Experiments.Methods;

/// <summary>Mixed samples of the critical tasks with coefficients from Beta(1, 1) instead of a learned law.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Table 3.</seealso>
internal static class PredefinedAugmentation
{
    /// <summary>The method.</summary>
    public static Method Method { get; } = new()
    {
        Name = "predefinedAugmentation",
        Title = "PredefinedAugmentation",
        Description = "As XMRL, with mixing coefficients from Beta(1, 1) instead of a learned law.",
        Role = MethodRole.Control,
        Strength = LearnedMixing.StrengthMeaning,
        Needs = MethodNeeds.MixedStates,
        Plan = static (plain, context) => plain with { Mixing = (new BetaMixing(), []), MixedWeight = context.Strength },
    };
}
