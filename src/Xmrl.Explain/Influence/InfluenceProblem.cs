using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Fixed samples of training and poor tasks at one θ, with the gradients and curvature products that influence needs.</summary>
internal sealed class InfluenceProblem : IInfluenceProblem, IDisposable
{
    private readonly ITaskGradients _tasks;

    /// <summary>Draws the samples.</summary>
    /// <param name="source">What the learner offers.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks.</param>
    public InfluenceProblem(
        IInfluenceSource source, Real[] parameters, InfluenceTasks tasks, RandomKey key, CancellationToken token)
    {
        _tasks = source.Draw(parameters, tasks.All, key, token);
        double[][] gradients = _tasks.Gradients;
        if (tasks.GradientLimit is { } limit)
        {
            Limit(gradients, limit);
        }

        Gradients = gradients[..tasks.Training];
        PoorGradient = new double[gradients[0].Length];
        foreach (double[] gradient in gradients.AsSpan(tasks.Training))
        {
            VectorOperations.AddScaled(1, gradient, PoorGradient);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Gradients { get; }

    /// <inheritdoc/>
    public double[] PoorGradient { get; }

    /// <inheritdoc/>
    public long Interactions => _tasks.Interactions;

    /// <inheritdoc/>
    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => _tasks.HessianProduct([.. weights.Select(weight => -Math.Max(0, weight))], vector, product);

    /// <inheritdoc/>
    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => _tasks.FisherProduct([.. weights.Select(weight => Math.Max(0, weight))], vector, product);

    /// <summary>Gives the memory of prepared curvature back.</summary>
    public void Dispose() => _tasks.Dispose();

    /// <summary>Scales gradients longer than a multiple of the median length down to it; with a limit of 0 all that are not 0 get length
    /// 1.</summary>
    /// <param name="gradients">One per task; changed in place. Shape [n][P].</param>
    /// <param name="limit">The multiple, at least 0.</param>
    internal static void Limit(double[][] gradients, double limit)
    {
        double[] norms = [.. gradients.Select(gradient => VectorOperations.Norm(gradient))];
        double longest = limit > 0 ? limit * norms.Order().ElementAt(norms.Length / 2) : 1;
        for (int i = 0; i < norms.Length; i++)
        {
            bool changes = limit > 0 ? norms[i] > longest : norms[i] > 0;
            for (int p = 0; p < gradients[i].Length && changes; p++)
            {
                gradients[i][p] *= longest / norms[i];
            }
        }
    }
}
