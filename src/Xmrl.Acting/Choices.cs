namespace Xmrl.Acting;

/// <summary>Choices among a few.</summary>
internal static class Choices
{
    /// <summary>softmax(z).</summary>
    /// <param name="logits">Logarithms z of weights, up to a constant.</param>
    /// <param name="probabilities">Receives it. As many.</param>
    public static void Probabilities(double[] logits, double[] probabilities)
    {
        double largest = double.NegativeInfinity;
        foreach (double logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = Math.Exp(logits[i] - largest);
            sum += probabilities[i];
        }

        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] /= sum;
        }
    }
}
