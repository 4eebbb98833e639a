namespace Xmrl.Runs.Reports.Replays;

/// <summary>What is drawn of a model: its bodies and the solids on them. Lengths are in metres, z is up.</summary>
internal sealed record ReportBodyModel
{
    /// <summary>The bodies, in the order of the tracks.</summary>
    public required IReadOnlyList<ReportBody> Bodies { get; init; }

    /// <summary>The solids.</summary>
    public required IReadOnlyList<ReportShape3D> Shapes { get; init; }

    /// <summary>Position of the body that the camera follows; null where it looks at <see cref="Centre"/>.</summary>
    public int? Followed { get; init; }

    /// <summary>Height of the ground.</summary>
    public double Ground { get; init; }

    /// <summary>What the camera looks at where it follows no body. Shape [3].</summary>
    public double[] Centre { get; init; } = [0, 0, 0];

    /// <summary>How far the picture reaches from there, &gt; 0.</summary>
    public required double Radius { get; init; }
}
