using Xmrl.Explain.Information;
using Xmrl.Explain.MixingLaws;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification;

/// <summary>The upper level of xmrl on tasks whose posteriors are known: after one step from a shared φ, set j has mean Σ_i (λ_ij·a_i +
/// λ_ij²·b_i) and a fixed deviation. I is a smooth deterministic function of φ_λ, as the draws ζ̄ are fixed.</summary>
internal sealed class SmallMixingProblem
{
    private const int Sets = 6;
    private const int Critical = 3;
    private const int Dimension = 2;

    private readonly LogitNormal _law = new();
    private readonly MomentMatched _information = new();
    private readonly double[] _draws;
    private readonly double[] _linear;
    private readonly double[] _quadratic;

    /// <summary>Draws tasks and ζ̄.</summary>
    public SmallMixingProblem(RandomKey key)
    {
        _draws = Normals(key.Derive(1), Sets * Critical);
        _linear = Normals(key.Derive(2), Critical * Dimension);
        _quadratic = Normals(key.Derive(3), Critical * Dimension);
    }

    /// <summary>Where learning starts.</summary>
    public static double[] Start => [0.3, 0.5];

    /// <summary>The posteriors at φ_λ.</summary>
    public DiagonalGaussianSet Posteriors(double[] law)
    {
        var means = new double[Sets * Dimension];
        for (int ij = 0; ij < _draws.Length; ij++)
        {
            double lambda = _law.Sample(law, _draws[ij]);
            for (int d = 0; d < Dimension; d++)
            {
                int at = (ij % Critical * Dimension) + d;
                means[(ij / Critical * Dimension) + d] += (lambda * _linear[at]) + (lambda * lambda * _quadratic[at]);
            }
        }

        return new DiagonalGaussianSet(Sets, Dimension, means, [.. Enumerable.Repeat(0.5, means.Length)]);
    }

    /// <summary>∇_φλ of the estimated information.</summary>
    public double[] Gradient(double[] law)
    {
        var byMeans = new double[Sets * Dimension];
        _information.Gradient(Posteriors(law), byMeans, new double[byMeans.Length]);
        var gradient = new double[2];
        var slope = new double[2];
        for (int ij = 0; ij < _draws.Length; ij++)
        {
            double lambda = _law.Sample(law, _draws[ij]);
            double byLambda = 0;
            for (int d = 0; d < Dimension; d++)
            {
                int at = (ij % Critical * Dimension) + d;
                byLambda += byMeans[(ij / Critical * Dimension) + d] * (_linear[at] + (2 * lambda * _quadratic[at]));
            }

            _law.Derivative(law, _draws[ij], slope);
            gradient[0] += byLambda * slope[0];
            gradient[1] += byLambda * slope[1];
        }

        return gradient;
    }

    /// <summary>Runs K steps of ascent, without the bounds of the law, which the theorem does not have.</summary>
    /// <returns>φ_λ,K and the mean squared norm of the hyper-gradient on the way.</returns>
    public (double[] Law, double MeanSquare) Ascend(int steps, double stepSize)
    {
        double[] law = Start;
        double sum = 0;
        for (int k = 0; k < steps; k++)
        {
            double[] gradient = Gradient(law);
            sum += (gradient[0] * gradient[0]) + (gradient[1] * gradient[1]);
            law = [law[0] + (stepSize * gradient[0]), law[1] + (stepSize * gradient[1])];
        }

        return (law, sum / steps);
    }

    private static double[] Normals(RandomKey key, int count) => [.. Enumerable.Range(0, count).Select(i => key.Normal((ulong)i))];
}
