namespace Xmrl.Experiments.Settings;

/// <summary>Surrogates by name.</summary>
public enum SurrogateName
{
    /// <summary>ln π·A.</summary>
    Score,

    /// <summary>(π/⊥π)·A.</summary>
    LowVarianceCurvature,

    /// <summary>MagicBox on running sums.</summary>
    Dice,
}
