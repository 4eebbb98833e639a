namespace Xmrl.MuJoCo.Bodies;

/// <summary>What is shown of a model, and how.</summary>
internal sealed record BodyView
{
    /// <summary>Name of the body that a camera follows; null for none.</summary>
    public string? Followed { get; init; }

    /// <summary>What a camera looks at where it follows no body, in metres. Shape [3].</summary>
    public IReadOnlyList<double> Centre { get; init; } = [0, 0, 0];

    /// <summary>How far a picture reaches from there, in metres.</summary>
    public required double Radius { get; init; }

    /// <summary>Height of the ground in metres; null for that of the model's first plane.</summary>
    public double? Ground { get; init; }

    /// <summary>What a body belongs to, null for bodies that are not drawn. By default limbs: the bodies behind one child of the outermost
    /// body.</summary>
    public Func<BodyTree, int, string?> Group { get; init; } = static (tree, body) => tree.Limb(body);
}
