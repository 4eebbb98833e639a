using Xmrl.Numerics.Randomness;
using Xmrl.Verification;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>J_i(θ) = −½(θ − c_i)ᵀQ_i(θ − c_i), Q_i positive definite: θ*(ω) = (Σω_iQ_i)⁻¹Σω_iQ_ic_i.</summary>
internal sealed class QuadraticFamily
{
    private readonly double[][][] _curvatures;
    private readonly double[][] _centres;
    private readonly double[][][] _fishers;
    private readonly int _training;

    public QuadraticFamily(ulong seed, int training, int poor, int dimension)
    {
        _training = training;
        RandomKey key = RandomKey.FromSeed(seed);
        _curvatures = [.. Enumerable.Range(0, training + poor).Select(i => Definite(key.Derive(i)))];
        _fishers = [.. Enumerable.Range(0, training).Select(i => Definite(key.Derive(1000 + i)))];
        _centres = [.. Enumerable.Range(0, training + poor).Select(i => Normals(key.Derive(500 + i), dimension))];

        double[][] Definite(RandomKey own)
        {
            double[][] root = [.. Enumerable.Range(0, dimension).Select(r => Normals(own.Derive(r), dimension))];
            return [.. root.Select((x, r) => root.Select((y, c) => DenseSolve.Dot(x, y) + (r == c ? 1.0 : 0)).ToArray())];
        }
    }

    /// <summary>Moves the centre of a task.</summary>
    public void Place(int task, double[] centre) => _centres[task] = centre;

    public double[] Centre(int task) => _centres[task];

    public double[] Optimum(double[] weights)
    {
        double[][] pulls = [.. Enumerable.Range(0, _training).Select(i => DenseSolve.Product(_curvatures[i], _centres[i]))];
        return DenseSolve.Solve(DenseSolve.Weighted(_curvatures[.._training], weights), DenseSolve.Weighted(pulls, weights));
    }

    public double PoorValue(double[] theta)
        => Enumerable.Range(_training, _centres.Length - _training).Sum(i => 0.5 * DenseSolve.Dot(Away(i, theta), Gradient(i, theta)));

    public double[] Gradient(int task, double[] theta) => [.. DenseSolve.Product(_curvatures[task], Away(task, theta)).Select(x => -x)];

    public ClosedFormInfluence At(double[] theta) => new()
    {
        Gradients = [.. Enumerable.Range(0, _training).Select(i => Gradient(i, theta))],
        PoorGradient = DenseSolve.Weighted(
            [.. Enumerable.Range(_training, _centres.Length - _training).Select(i => Gradient(i, theta))],
            [.. _centres.Skip(_training).Select(_ => 1.0)]),
        Hessians = [.. _curvatures[.._training].Select(q => q.Select(row => row.Select(x => -x).ToArray()).ToArray())],
        Fishers = _fishers,
    };

    /// <summary>(Σω_iF_i)⁻¹.</summary>
    public double[] FisherSolve(double[] weights, double[] rhs) => DenseSolve.Solve(DenseSolve.Weighted(_fishers, weights), rhs);

    private double[] Away(int task, double[] theta) => [.. theta.Zip(_centres[task], (x, c) => x - c)];

    private static double[] Normals(RandomKey key, int count) => [.. Enumerable.Range(0, count).Select(i => key.Normal((ulong)i))];
}
