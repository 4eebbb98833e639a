using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Learning;

/// <summary>The objectives of one task in one outer step, in units of the scaled return.</summary>
internal readonly record struct MacawFigures
{
    /// <summary>J_V inside.</summary>
    public double ValueInner { get; init; }

    /// <summary>J_V outside.</summary>
    public double ValueOuter { get; init; }

    /// <summary>J_in.</summary>
    public double PolicyInner { get; init; }

    /// <summary>J_out.</summary>
    public double PolicyOuter { get; init; }

    /// <summary>Mean of (Â − A)² inside.</summary>
    public double HeadError { get; init; }

    /// <summary>What the outer weights are like.</summary>
    public WeightFigures Weights { get; init; }

    /// <summary>1 where all advantages of a batch were equal, so that its weights are 1.</summary>
    public int Flat { get; init; }
}
