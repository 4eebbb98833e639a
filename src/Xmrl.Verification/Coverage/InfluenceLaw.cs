using Xmrl.Explain.Influence;

namespace Xmrl.Verification.Coverage;

/// <summary>A law of the gradients of training and poor tasks whose influence is known, to measure how often intervals over replicates
/// cover it.</summary>
internal sealed record InfluenceLaw
{
    /// <summary>Name in tables.</summary>
    public required string Name { get; init; }

    /// <summary>Whether gradients are such as the product promises coverage for; false for laws that show where the method ends.</summary>
    public bool IsPromised { get; init; } = true;

    /// <summary>Laws of the training tasks, one after the other and then again from the first.</summary>
    public required IReadOnlyList<GradientLaw> Training { get; init; }

    /// <summary>Law of the sum over the poor tasks.</summary>
    public required GradientLaw Poor { get; init; }

    /// <summary>n, the number of training tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>P, the length of gradients.</summary>
    public int Dimension { get; init; } = 8;

    /// <summary>What stands for −A⁻¹.</summary>
    public InfluenceMethod Method { get; init; } = InfluenceMethod.Identity;

    /// <summary>How replicates make one influence per task.</summary>
    public InfluencePooling Pooling { get; init; } = InfluencePooling.AcrossReplicates;
}
