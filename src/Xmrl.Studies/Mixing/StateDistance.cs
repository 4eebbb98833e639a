using Xmrl.Numerics.Matrices;

namespace Xmrl.Studies.Mixing;

/// <summary>How far observations lie from others.</summary>
internal static class StateDistance
{
    /// <summary>Observations whose distance is taken, spread evenly over all.</summary>
    private const int Most = 400;

    /// <summary>Mean distance to the nearest other observation: root mean square of the differences over components, each in units of its
    /// standard deviation among the others.</summary>
    /// <param name="observations">Observations. Shape [O, n].</param>
    /// <param name="others">Other observations, at least two. Shape [O, m].</param>
    /// <returns>The mean, ≥ 0; 0 without observations. Components that are the same in all others do not count.</returns>
    public static double Of(ConstMatrix observations, ConstMatrix others)
    {
        var units = new double[others.Rows];
        for (int row = 0; row < units.Length; row++)
        {
            units[row] = Unit(others, row);
        }

        int counted = units.Count(unit => unit > 0);
        int queries = Math.Min(Most, observations.Columns);
        double sum = 0;
        for (int query = 0; query < queries; query++)
        {
            int column = (int)((long)query * observations.Columns / queries);
            double nearest = double.PositiveInfinity;
            for (int other = 0; other < others.Columns; other++)
            {
                double square = 0;
                for (int row = 0; row < units.Length && square < nearest; row++)
                {
                    double apart = units[row] * (observations[row, column] - others[row, other]);
                    square += apart * apart;
                }

                nearest = Math.Min(nearest, square);
            }

            sum += counted == 0 ? 0 : Math.Sqrt(nearest / counted) / queries;
        }

        return sum;
    }

    /// <summary>1 over the standard deviation of a component; 0 where it does not vary.</summary>
    private static double Unit(ConstMatrix values, int row)
    {
        double mean = 0;
        for (int i = 0; i < values.Columns; i++)
        {
            mean += (double)values[row, i] / values.Columns;
        }

        double square = 0;
        for (int i = 0; i < values.Columns; i++)
        {
            square += (values[row, i] - mean) * (values[row, i] - mean) / values.Columns;
        }

        return square > 1e-12 * mean * mean && square > 0 ? 1 / Math.Sqrt(square) : 0;
    }
}
