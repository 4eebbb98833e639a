namespace Xmrl.Acting;

/// <summary>φ = [o, o², t/100, (t/100)², (t/100)³, 1] with o clipped to ±10.</summary>
/// <param name="observationSize">O, the numbers of an observation, ≥ 1.</param>
/// <seealso href="https://arxiv.org/abs/1604.06778">Duan et al. (2016), appendix: the linear feature baseline.</seealso>
internal sealed class TimeFeatures(int observationSize) : IValueFeatures
{
    private const float ClipAt = 10;
    private const float TimeScale = 0.01f;

    /// <inheritdoc/>
    public int Count => (2 * observationSize) + 4;

    /// <inheritdoc/>
    public bool TellsTime => true;

    /// <inheritdoc/>
    public double Ridge => 1e-5;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<float> observation, int time, Span<float> features)
    {
        for (int i = 0; i < observationSize; i++)
        {
            float clipped = Math.Clamp(observation[i], -ClipAt, ClipAt);
            features[i] = clipped;
            features[observationSize + i] = clipped * clipped;
        }

        float scaled = time * TimeScale;
        int first = 2 * observationSize;
        features[first] = scaled;
        features[first + 1] = scaled * scaled;
        features[first + 2] = scaled * scaled * scaled;
        features[first + 3] = 1;
    }
}
