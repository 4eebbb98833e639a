namespace Xmrl.Offline.Learning.Drawing;

/// <summary>What the weights of a batch are like, and the value behind them.</summary>
/// <param name="Mean">Mean weight.</param>
/// <param name="Clipped">Share of the weights at the largest that there is.</param>
/// <param name="Effective">Effective share of the rows, (Σw)²/(n·Σw²): 1 where all weigh alike.</param>
/// <param name="Explained">Share of the targets' variance that the value explains, 1 − Var(y − V)/Var(y), at most 1; 0 where targets do not
/// vary.</param>
internal readonly record struct WeightFigures(double Mean, double Clipped, double Effective, double Explained)
{
    /// <summary>Figures of one batch.</summary>
    /// <param name="weights">Weights w. Shape [n].</param>
    /// <param name="targets">Targets y. Shape [n].</param>
    /// <param name="advantages">Differences y − V. Shape [n].</param>
    public static WeightFigures Of(ReadOnlySpan<double> weights, ReadOnlySpan<Real> targets, ReadOnlySpan<double> advantages)
    {
        (double sum, double square, int clipped) = (0, 0, 0);
        (double target, double targetSquare, double left, double leftSquare) = (0, 0, 0, 0);
        int n = weights.Length;
        for (int i = 0; i < n; i++)
        {
            sum += weights[i];
            square += weights[i] * weights[i];
            clipped += weights[i] >= AdvantageWeights.Clipped ? 1 : 0;

            // From the first of each, so that a common offset does not eat the digits.
            double y = (double)targets[i] - targets[0];
            double difference = advantages[i] - advantages[0];
            target += y;
            targetSquare += y * y;
            left += difference;
            leftSquare += difference * difference;
        }

        double variance = targetSquare - (target * target / n);
        double unexplained = leftSquare - (left * left / n);
        return new WeightFigures(
            sum / n, (double)clipped / n, sum * sum / (n * square), variance > 0 ? 1 - (unexplained / variance) : 0);
    }
}
