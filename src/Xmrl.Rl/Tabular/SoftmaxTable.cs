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
        double[] result = LogProbabilities(logits, actions);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Math.Exp(result[i]);
        }

        return result;
    }

    /// <summary>The logarithms of the probabilities; finite where the probability is below the smallest number.</summary>
    /// <param name="logits">θ, state by state. Shape [S·A].</param>
    /// <param name="actions">A ≥ 1.</param>
    /// <returns>ln π_θ(a|s), state by state. Shape [S·A].</returns>
    public static double[] LogProbabilities(ReadOnlySpan<double> logits, int actions)
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
                sum += Math.Exp(logits[first + a] - largest);
            }

            double normalizer = largest + Math.Log(sum);
            for (int a = 0; a < actions; a++)
            {
                result[first + a] = logits[first + a] - normalizer;
            }
        }

        return result;
    }

    /// <summary>The policy that gives all actions the same chance.</summary>
    /// <param name="states">Number of states S.</param>
    /// <param name="actions">Number of actions A.</param>
    /// <returns>1/A everywhere. Shape [S·A].</returns>
    public static double[] Uniform(int states, int actions)
    {
        double[] result = new double[states * actions];
        Array.Fill(result, 1.0 / actions);
        return result;
    }
}
