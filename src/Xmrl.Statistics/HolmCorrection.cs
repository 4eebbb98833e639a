namespace Xmrl.Statistics;

/// <summary>Holm's step-down correction for several tests at once: controls the chance of any false rejection, under any
/// dependence.</summary>
/// <seealso href="https://www.jstor.org/stable/4615733">Holm (1979), A simple sequentially rejective multiple test procedure.</seealso>
internal static class HolmCorrection
{
    /// <summary>Adjusted p-values: reject where they are at most the level wanted.</summary>
    /// <param name="probabilities">p-values in [0, 1]. Shape [m], m ≥ 1.</param>
    /// <param name="adjusted">Receives max over i' ≤ i of min(1, (m − i' + 1)·p₍ᵢ'₎), in the order of the input. Shape [m]; may be the same
    /// memory as the input.</param>
    /// <exception cref="ArgumentException">No p-values, one outside [0, 1], or a destination of another length.</exception>
    public static void Adjust(ReadOnlySpan<double> probabilities, Span<double> adjusted)
    {
        SampleGuard.Check(probabilities, 1, nameof(probabilities));
        if (adjusted.Length != probabilities.Length)
        {
            throw new ArgumentException($"Expected {probabilities.Length} elements; found {adjusted.Length}.", nameof(adjusted));
        }

        int[] order = new int[probabilities.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1))
            {
                throw new ArgumentException($"Expected p-values in [0, 1]; element {i} is {probabilities[i]}.", nameof(probabilities));
            }
        }

        double[] sorted = probabilities.ToArray();
        Array.Sort(sorted, order);
        double largest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - i) * sorted[i]));
            adjusted[order[i]] = largest;
        }
    }
}
