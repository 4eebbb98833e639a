namespace Xmrl.Rl.Environments.Bodies;

/// <summary>What is drawn of a model: its bodies and the solids on them.</summary>
internal sealed record BodyModel
{
    /// <summary>The bodies, in the order of their poses.</summary>
    public required IReadOnlyList<BodyPart> Bodies { get; init; }

    /// <summary>The solids.</summary>
    public required IReadOnlyList<BodyShape> Shapes { get; init; }

    /// <summary>Position of the body that a camera follows; null where it stands still.</summary>
    public int? Followed { get; init; }

    /// <summary>Height of the ground in metres.</summary>
    public double Ground { get; init; }

    /// <summary>What a camera looks at where it follows no body, in metres. Shape [3].</summary>
    public IReadOnlyList<double> Centre { get; init; } = [0, 0, 0];

    /// <summary>How far a picture reaches from there, in metres.</summary>
    public required double Radius { get; init; }
}
