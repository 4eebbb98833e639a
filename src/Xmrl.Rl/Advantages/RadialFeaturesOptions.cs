namespace Xmrl.Rl.Advantages;

/// <summary>The grid of <see cref="RadialFeatures"/> over the first two components of an observation.</summary>
public sealed record RadialFeaturesOptions
{
    /// <summary>Lowest grid line of the first component. Default 0 (the drone's room).</summary>
    public double LowX { get; init; }

    /// <summary>Highest grid line of the first component, above <see cref="LowX"/>. Default 8.</summary>
    public double HighX { get; init; } = 8;

    /// <summary>Grid lines of the first component, ≥ 2. Default 6 (ours).</summary>
    public int CountX { get; init; } = 6;

    /// <summary>Lowest grid line of the second component. Default 0.</summary>
    public double LowY { get; init; }

    /// <summary>Highest grid line of the second component, above <see cref="LowY"/>. Default 12.</summary>
    public double HighY { get; init; } = 12;

    /// <summary>Grid lines of the second component, ≥ 2. Default 9 (ours).</summary>
    public int CountY { get; init; } = 9;
}
