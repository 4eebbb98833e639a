using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Surrogates;

/// <summary>Evaluates a surrogate and its derivatives on fixed samples, block after block of whole trajectories; results are summed in
/// double. One per worker.</summary>
/// <remarks>A block has a fixed target size, so the result depends on the data alone and the memory fits the processor's cache.</remarks>
public sealed partial class SurrogateEvaluator
{
    /// <summary>Samples per block unless a single trajectory is longer.</summary>
    internal const int BlockSamples = 1024;

    private readonly SurrogateProgram _program;
    private readonly Dictionary<TapeProgram, TapeWorkspace> _workspaces = [];
    private readonly Real[] _direction;
    private readonly double[] _sum;

    /// <summary>Prepares an evaluator; memory is allocated when first needed.</summary>
    /// <param name="program">The surrogate.</param>
    public SurrogateEvaluator(SurrogateProgram program)
    {
        _program = program;
        int vectors = program.Proximal is null ? 1 : 2;
        _direction = new Real[vectors * program.Policy.ParameterCount];
        _sum = new double[vectors * program.Policy.ParameterCount];
    }

    /// <summary>Number of parameters P.</summary>
    public int Dimension => _program.Policy.ParameterCount;

    /// <summary>What the divergence of the program is from; null until set, and for a surrogate alone.</summary>
    internal ProximalCentre? Centre { get; set; }

    /// <summary>Operations of all matrix products that were executed here so far, 2·M·N·K each.</summary>
    internal double ProductOperations => _workspaces.Values.Sum(static workspace => workspace.ProductOperations);

    /// <summary>The surrogate's value.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <returns>Σ over samples of the weighted surrogate.</returns>
    public double Value(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        TapeWorkspace workspace = Workspace(_program.ValueProgram);
        double value = 0;
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            workspace.Run();
            value += workspace.ReadScalar(_program.Value);
        }

        return value;
    }

    /// <summary>The surrogate's value and gradient.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="gradient">Receives ∇_θ. Shape [P].</param>
    /// <returns>The value.</returns>
    public double ValueAndGradient(ReadOnlySpan<Real> parameters, SampleBatch batch, Span<double> gradient)
    {
        TapeWorkspace workspace = Workspace(_program.GradientProgram);
        gradient.Clear();
        double value = 0;
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            workspace.Run();
            value += workspace.ReadScalar(_program.Value);
            Add(workspace, _program.Gradient, gradient);
        }

        return value;
    }

    /// <summary>The surrogate's value and the mean divergence from the policy that sampled; needs <see cref="Remember"/>.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <returns>The value, and mean over samples of KL(π_old ‖ π_θ) in nats.</returns>
    /// <exception cref="InvalidOperationException">The batch does not know the policy that sampled it.</exception>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        TapeWorkspace workspace = Workspace(_program.DivergenceProgram);
        double value = 0;
        double divergence = 0;
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            workspace.Run();
            value += workspace.ReadScalar(_program.Value);
            divergence += workspace.ReadScalar(_program.Divergence);
        }

        return (value, divergence / batch.Samples);
    }

    /// <summary>The mean divergence from the policy that sampled, with its gradient; needs <see cref="Remember"/>.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="gradient">Receives ∇_θ of the mean over samples of KL(π_old ‖ π_θ). Shape [P].</param>
    /// <returns>The mean divergence in nats.</returns>
    /// <exception cref="InvalidOperationException">The batch does not know the policy that sampled it.</exception>
    public double DivergenceAndGradient(ReadOnlySpan<Real> parameters, SampleBatch batch, Span<double> gradient)
    {
        TapeWorkspace workspace = Workspace(_program.DivergenceGradientProgram);
        gradient.Clear();
        double divergence = 0;
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            workspace.Run();
            divergence += workspace.ReadScalar(_program.Divergence);
            Add(workspace, _program.DivergenceGradient, gradient);
        }

        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] /= batch.Samples;
        }

        return divergence / batch.Samples;
    }

    /// <summary>Stores in the batch what the policy at θ says of its samples.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    public void Remember(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        TapeWorkspace workspace = Workspace(_program.ReferenceProgram);
        var logProbabilities = new Real[batch.Samples];
        IReadOnlyList<Node> nodes = _program.Recording.Statistics;
        Real[][] statistics = [.. nodes.Select(node => new Real[node.Shape.Rows * node.Shape.ColumnsFor(batch.Samples)])];
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            workspace.Run();
            workspace.Read(_program.Recording.LogProbability).Row(0).CopyTo(logProbabilities.AsSpan(block.Start));
            for (int k = 0; k < statistics.Length; k++)
            {
                ConstMatrix values = workspace.Read(nodes[k]);
                int columns = nodes[k].Shape.ColumnsFor(batch.Samples);
                for (int row = 0; row < values.Rows; row++)
                {
                    values.Row(row).CopyTo(statistics[k].AsSpan((row * columns) + (nodes[k].Shape.IsWide ? block.Start : 0)));
                }
            }
        }

        batch.Sampled = new SampleBatch.Reference(logProbabilities, statistics);
    }
}
