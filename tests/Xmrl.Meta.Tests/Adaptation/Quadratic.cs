using Xmrl.Contracts;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>J(θ) = const − ½(θ − c)ᵀQ(θ − c) as a surrogate on samples.</summary>
/// <remarks>
/// A linear policy of unit deviation with the score surrogate is that quadratic: ln π = −½(a − θᵀx̃)² with x̃ = (x, 1), so with actions a =
/// cᵀx̃ and weights w ≥ 0, Q = Σ w x̃x̃ᵀ.
/// </remarks>
internal sealed class Quadratic
{
    public static readonly GaussianMlpPolicy Policy = new(
        new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [], LearnLogStd = false, InitialLogStd = 0 });

    private readonly double[,] _q = new double[3, 3];
    private readonly double[,] _covariance = new double[3, 3];

    public Quadratic(ulong seed, double[] centre)
    {
        Centre = centre;
        Batch = RandomBatch.Create(Policy, seed, 5, 4);
        for (int t = 0; t < Batch.Samples; t++)
        {
            double[] x = [Batch.Observations[0, t], Batch.Observations[1, t], 1];
            Batch.Actions[0, t] = (Real)x.Zip(centre, (a, b) => a * b).Sum();
            Batch.Advantages[t] = (Real)Math.Abs(3.0 * Batch.Advantages[t]);
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    _q[i, j] += Batch.Advantages[t] * x[i] * x[j];
                    _covariance[i, j] += x[i] * x[j] / Batch.Samples;
                }
            }
        }
    }

    public double[] Centre { get; }

    public SampleBatch Batch { get; }

    public double[] Curve(double[] v) => Multiply(_q, v);

    public double[] Covariance(double[] v) => Multiply(_covariance, v);

    /// <summary>(I − αQ)ᴷv; the matrix is symmetric.</summary>
    public double[] Contract(double stepSize, IEnumerable<double> v, int steps)
    {
        double[] result = [.. v];
        for (int k = 0; k < steps; k++)
        {
            result = [.. result.Zip(Curve(result), (x, y) => x - (stepSize * y))];
        }

        return result;
    }

    /// <summary>(Q + λI)⁻¹v by elimination; the matrix is positive definite.</summary>
    public double[] Solve(double lambda, IEnumerable<double> v) => Eliminate(v, (i, j) => _q[i, j] + (i == j ? lambda : 0));

    /// <summary>(Q + λD + δI)⁻¹v with the mean second moments D of the samples.</summary>
    public double[] SolveWithCovariance(double lambda, IEnumerable<double> v, double ridge = 0)
        => Eliminate(v, (i, j) => _q[i, j] + (lambda * _covariance[i, j]) + (i == j ? ridge : 0));

    private static double[] Eliminate(IEnumerable<double> v, Func<int, int, double> matrix)
    {
        double[][] rows = [.. v.Select((value, i) => (double[])[.. Enumerable.Range(0, 3).Select(j => matrix(i, j)), value])];
        for (int pivot = 0; pivot < 3; pivot++)
        {
            for (int i = 0; i < 3; i++)
            {
                double factor = i == pivot ? 1 - (1 / rows[pivot][pivot]) : rows[i][pivot] / rows[pivot][pivot];
                rows[i] = [.. rows[i].Zip(rows[pivot], (x, y) => x - (factor * y))];
            }
        }

        return [.. rows.Select(row => row[3])];
    }

    private static double[] Multiply(double[,] matrix, double[] v)
        => [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Sum(j => matrix[i, j] * v[j]))];
}
