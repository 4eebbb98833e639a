namespace Xmrl.Acting;

/// <summary>φ = [Gaussians on a grid over the first two components of the observation, both components scaled to [−1, 1], 1]; the width of
/// a Gaussian is the distance of two grid lines.</summary>
internal sealed class RadialFeatures : IValueFeatures
{
    private readonly GridLines _x;
    private readonly GridLines _y;

    /// <summary>Lays out the grid.</summary>
    /// <param name="x">Lines of the first component.</param>
    /// <param name="y">Lines of the second component.</param>
    public RadialFeatures(GridLines x, GridLines y) => (_x, _y) = (x, y);

    /// <inheritdoc/>
    public int Count => (_x.Count * _y.Count) + 3;

    /// <inheritdoc/>
    public bool TellsTime => false;

    /// <inheritdoc/>
    public double Ridge => 0.1;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<float> observation, int time, Span<float> features)
    {
        for (int i = 0; i < _x.Count; i++)
        {
            double alongX = _x.Squared(observation[0], i);
            for (int k = 0; k < _y.Count; k++)
            {
                features[(i * _y.Count) + k] = (float)Math.Exp(-0.5 * (alongX + _y.Squared(observation[1], k)));
            }
        }

        int first = _x.Count * _y.Count;
        features[first] = _x.Scaled(observation[0]);
        features[first + 1] = _y.Scaled(observation[1]);
        features[first + 2] = 1;
    }
}
