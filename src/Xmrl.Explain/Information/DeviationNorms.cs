namespace Xmrl.Explain.Information;

/// <summary>The squared norms ‖σ_j‖² relative to that of their mean m = mean_j σ_j, without cancellation.</summary>
internal sealed class DeviationNorms
{
    private readonly DiagonalGaussianSet _set;

    public DeviationNorms(DiagonalGaussianSet set)
    {
        _set = set;
        Mean = new double[set.Dimension];
        Shift = new double[set.Dimension];
        ReadOnlySpan<double> first = set.StandardDeviation(0);
        for (int j = 0; j < set.Count; j++)
        {
            ReadOnlySpan<double> row = set.StandardDeviation(j);
            for (int d = 0; d < Shift.Length; d++)
            {
                Shift[d] += (row[d] - first[d]) / set.Count;
            }
        }

        for (int d = 0; d < Mean.Length; d++)
        {
            Mean[d] = first[d] + Shift[d];
            MeanSquare += Mean[d] * Mean[d];
        }

        Excess = new double[set.Count];
        Ratio = new double[set.Count];
        for (int j = 0; j < set.Count; j++)
        {
            double excess = 0, square = 0, deviation = 0;
            for (int d = 0; d < Mean.Length; d++)
            {
                double difference = Difference(j, d), sigma = set.StandardDeviation(j)[d];
                excess += difference * ((2 * Mean[d]) + difference);
                square += sigma * sigma;
                deviation += difference * difference;
            }

            Excess[j] = excess / MeanSquare;
            Ratio[j] = square / MeanSquare;
            MeanExcess += deviation / MeanSquare / set.Count;
        }
    }

    /// <summary>Means m. Shape [d].</summary>
    public double[] Mean { get; }

    /// <summary>‖m‖².</summary>
    public double MeanSquare { get; }

    /// <summary>r_j = ‖σ_j‖²/‖m‖² − 1, to full relative precision. Shape [N].</summary>
    public double[] Excess { get; }

    /// <summary>‖σ_j‖²/‖m‖². Shape [N].</summary>
    public double[] Ratio { get; }

    /// <summary>mean_j r_j = mean_j ‖σ_j − m‖²/‖m‖²: the first-order parts of r_j cancel in the mean.</summary>
    public double MeanExcess { get; }

    private double[] Shift { get; }

    /// <summary>σ_jd − m_d.</summary>
    public double Difference(int j, int d) => _set.StandardDeviation(j)[d] - _set.StandardDeviation(0)[d] - Shift[d];
}
