using Xmrl.Numerics.Matrices;
using Xmrl.Offline.Networks;

namespace Xmrl.Offline.Learning.Drawing;

/// <summary>Rows with their advantages under a value, and the weights made of them.</summary>
internal readonly record struct WeighedRows
{
    /// <summary>The rows.</summary>
    public required TaskRows Rows { get; init; }

    /// <summary>Weights over n. Shape [n].</summary>
    public required Real[] Weights { get; init; }

    /// <summary>Advantages A. Shape [n].</summary>
    public required Real[] Advantages { get; init; }

    /// <summary>False where all advantages are equal, so that every weight is 1.</summary>
    public required bool Differs { get; init; }

    /// <summary>What the weights are like.</summary>
    public required WeightFigures Figures { get; init; }

    /// <summary>As the policy's objectives take them.</summary>
    public PolicySamples Samples => new()
    {
        Observations = (ConstMatrix)Rows.Observations,
        Actions = (ConstMatrix)Rows.Actions,
        Weights = Weights,
        Advantages = Advantages,
    };
}
