namespace Xmrl.Rl.Tabular;

/// <summary>The softmax policy of a table of logits: π_θ(a|s) = e^θ(s,a) / Σ_b e^θ(s,b). Adding a number to the logits of a state changes
/// nothing.</summary>
internal static class SoftmaxTable
{
    /// <summary>The probabilities.</summary>
    /// <param name="logits">θ, state by state. Shape [S·A].</param>
    /// <param name="actions">A ≥ 1.</param>
    /// <returns>π_θ(a|s), state by state. Shape [S·A].</returns>
    public static double[] Probabilities(ReadOnlySpan<double> logits, int actions)
    {
        double[] result = new double[logits.Length];
        for (int first = 0; first < logits.Length; first += actions)
        {
            double largest = double.NegativeInfinity;
            for (int a = 0; a < actions; a++)
            {
                largest = Math.Max(largest, logits[first + a]);
            }

            double sum = 0;
            for (int a = 0; a < actions; a++)
            {
                result[first + a] = Math.Exp(logits[first + a] - largest);
                sum += result[first + a];
            }

            for (int a = 0; a < actions; a++)
            {
                result[first + a] /= sum;
            }
        }

        return result;
    }

    /// <summary>The policy that gives all actions the same chance.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <returns>1/A everywhere. Shape [S·A].</returns>
    public static double[] Uniform(int states, int actions)
    {
        double[] result = new double[states * actions];
        Array.Fill(result, 1.0 / actions);
        return result;
    }
}
