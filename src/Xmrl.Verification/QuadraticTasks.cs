using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification;

/// <summary>J_i(θ) = −½(θ − c_i)ᵀQ_i(θ − c_i) with positive definite Q_i: θ*(ω) = (Σω_iQ_i)⁻¹Σω_iQ_ic_i, and the influence of a task is
/// known in closed form.</summary>
internal sealed class QuadraticTasks
{
    private readonly double[][][] _curvatures;
    private readonly double[][] _centres;
    private readonly int _training;

    /// <summary>Draws tasks.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="poor">Poor tasks.</param>
    /// <param name="dimension">Length of θ.</param>
    public QuadraticTasks(RandomKey key, int training, int poor, int dimension)
    {
        _training = training;
        _curvatures = [.. Enumerable.Range(0, training + poor).Select(i => Definite(key.Derive(i), dimension))];
        _centres = [.. Enumerable.Range(0, training + poor).Select(i => Normals(key.Derive(10_000 + i), dimension))];
    }

    /// <summary>Moves the centre of a task.</summary>
    public void Place(int task, double[] centre) => _centres[task] = centre;

    /// <summary>c_i.</summary>
    public double[] Centre(int task) => _centres[task];

    /// <summary>θ*(ω).</summary>
    public double[] Optimum(double[] weights)
        => DenseSolve.Solve(
            DenseSolve.Weighted(_curvatures[.._training], weights),
            DenseSolve.Weighted([.. Enumerable.Range(0, _training).Select(i => DenseSolve.Product(_curvatures[i], _centres[i]))], weights));

    /// <summary>Σ over poor tasks of J.</summary>
    public double PoorValue(double[] theta) => Enumerable.Range(_training, _centres.Length - _training)
        .Sum(i => 0.5 * Gradient(i, theta).Zip(theta.Zip(_centres[i], (x, c) => x - c), (g, d) => g * d).Sum());

    /// <summary>∇J_i.</summary>
    public double[] Gradient(int task, double[] theta)
        => [.. DenseSolve.Product(_curvatures[task], [.. theta.Zip(_centres[task], (x, c) => x - c)]).Select(x => -x)];

    /// <summary>The influence problem at θ.</summary>
    public ClosedFormInfluence At(double[] theta) => new()
    {
        Gradients = [.. Enumerable.Range(0, _training).Select(i => Gradient(i, theta))],
        PoorGradient = DenseSolve.Weighted(
            [.. Enumerable.Range(_training, _centres.Length - _training).Select(i => Gradient(i, theta))],
            [.. _centres.Skip(_training).Select(_ => 1.0)]),
        Hessians = [.. _curvatures[.._training].Select(q => q.Select(row => row.Select(x => -x).ToArray()).ToArray())],
    };

    private static double[] Normals(RandomKey key, int count) => [.. Enumerable.Range(0, count).Select(i => key.Normal((ulong)i))];

    private static double[][] Definite(RandomKey key, int dimension)
    {
        double[][] root = [.. Enumerable.Range(0, dimension).Select(r => Normals(key.Derive(r), dimension))];
        return [.. root.Select((x, r) => root.Select((y, c) => DenseSolve.Dot(x, y) + (r == c ? 1.0 : 0)).ToArray())];
    }
}
