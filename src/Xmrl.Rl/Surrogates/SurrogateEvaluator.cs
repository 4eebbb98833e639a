using Xmrl.Numerics.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Surrogates;

/// <summary>Evaluates a surrogate and its derivatives on fixed samples, block after block of whole trajectories; results are summed in double.
/// One per worker.</summary>
/// <remarks>A block has a fixed target size, so the result depends on the data alone and the memory fits the processor's cache.</remarks>
public sealed class SurrogateEvaluator
{
    /// <summary>Samples per block unless a single trajectory is longer.</summary>
    public const int BlockSamples = 512;

    private readonly SurrogateProgram _program;
    private readonly Dictionary<TapeProgram, TapeWorkspace> _workspaces = [];
    private readonly Real[] _direction;

    /// <summary>Prepares an evaluator; memory is allocated when first needed.</summary>
    /// <param name="program">The surrogate.</param>
    public SurrogateEvaluator(SurrogateProgram program)
    {
        _program = program;
        _direction = new Real[program.Policy.ParameterCount];
    }

    /// <summary>Number of parameters P.</summary>
    public int Dimension => _program.Policy.ParameterCount;

    /// <summary>The surrogate's value.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
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
    /// <param name="parameters">θ. Shape [P].</param>
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

    /// <summary>H·v, the Hessian of the surrogate times a vector.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="vector">v. Shape [P].</param>
    /// <param name="product">Receives H·v; may be the same memory as v. Shape [P].</param>
    public void HessianProduct(ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> vector, Span<double> product)
        => Product(_program.HessianProgram, _program.HessianProduct, new Arguments(parameters, batch), vector, product);

    /// <summary>F·v, where F is the Hessian of Σ over samples of KL(⊥π_θ ‖ π_θ): the Fisher matrix of the visited states, not weighted.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="vector">v. Shape [P].</param>
    /// <param name="product">Receives F·v / n; may be the same memory as v. Shape [P].</param>
    public void FisherProduct(ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> vector, Span<double> product)
    {
        Product(_program.FisherProgram, _program.FisherProduct, new Arguments(parameters, batch), vector, product);
        for (int i = 0; i < product.Length; i++)
        {
            product[i] /= batch.Samples;
        }
    }

    /// <summary>∇_θ(vᵀ·H·u): the third derivative contracted with two vectors.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="first">u. Shape [P].</param>
    /// <param name="second">v. Shape [P].</param>
    /// <param name="product">Receives the contraction. Shape [P]; no overlap with the vectors.</param>
    public void ThirdProduct(ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> product)
    {
        TapeWorkspace workspace = Workspace(_program.ThirdProgram);
        product.Clear();
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            BindDirection(workspace, _program.FirstDirection, first);
            BindDirection(workspace, _program.SecondDirection, second);
            workspace.Run();
            Add(workspace, _program.ThirdProduct, product);
        }
    }

    /// <summary>The surrogate's value and the mean divergence from the policy that sampled; needs <see cref="Remember"/>.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
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
    /// <param name="parameters">θ. Shape [P].</param>
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
    /// <param name="parameters">θ. Shape [P].</param>
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

    private static Block First(SampleBatch batch) => Next(batch, new Block(0, 0, 0, 0));

    private static Block Next(SampleBatch batch, Block previous)
    {
        int trajectory = previous.FirstTrajectory + previous.Trajectories;
        int count = 0;
        int start = batch.Starts[Math.Min(trajectory, batch.Trajectories)];
        while (trajectory + count < batch.Trajectories
            && (count == 0 || batch.Starts[trajectory + count + 1] - start <= BlockSamples))
        {
            count++;
        }

        return new Block(trajectory, count, start, batch.Starts[trajectory + count] - start);
    }

    private void Product(TapeProgram program, Node[] outputs, Arguments arguments, ReadOnlySpan<double> vector, Span<double> product)
    {
        TapeWorkspace workspace = Workspace(program);
        var sum = new double[product.Length];
        for (Block block = First(arguments.Batch); block.Count > 0; block = Next(arguments.Batch, block))
        {
            Begin(workspace, arguments.Parameters, arguments.Batch, block);
            BindDirection(workspace, _program.FirstDirection, vector);
            workspace.Run();
            Add(workspace, outputs, sum);
        }

        sum.CopyTo(product);
    }

    private void Begin(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, SampleBatch batch, Block block)
    {
        workspace.Begin(block.Count);
        for (int k = 0; k < _program.Recording.Parameters.Count; k++)
        {
            workspace.Bind(_program.Recording.Parameters[k], _program.Policy.Tensors[k].Of(parameters));
        }

        Matrix observations = batch.Observations;
        Matrix actions = batch.Actions;
        workspace.Bind(_program.Observations, new ConstMatrix(observations.Data[block.Start..], observations.Rows, block.Count, observations.Stride));
        workspace.Bind(_program.Actions, new ConstMatrix(actions.Data[block.Start..], actions.Rows, block.Count, actions.Stride));
        workspace.Bind(_program.Advantages, batch.Advantages.AsSpan(block.Start, block.Count));
        workspace.Bind(_program.DiscountedRewards, batch.DiscountedRewards.AsSpan(block.Start, block.Count));
        workspace.Bind(_program.DiscountedBaselines, batch.DiscountedBaselines.AsSpan(block.Start, block.Count));
        if (batch.Sampled is { } sampled)
        {
            workspace.Bind(_program.SampledLogProbability, sampled.LogProbabilities.AsSpan(block.Start, block.Count));
            for (int k = 0; k < sampled.Statistics.Count; k++)
            {
                Node input = _program.SampledStatistics[k];
                ReadOnlySpan<Real> values = sampled.Statistics[k];
                workspace.Bind(input, input.Shape.IsWide ? new ConstMatrix(values[block.Start..], input.Shape.Rows, block.Count, batch.Samples) : new ConstMatrix(values, input.Shape.Rows, input.Shape.Columns));
            }
        }
        else if (workspace.Needs(_program.SampledLogProbability) || _program.SampledStatistics.Any(workspace.Needs))
        {
            // A workspace keeps what another batch of the same size bound: without this check its policy would be used for this batch.
            throw new InvalidOperationException("The batch does not know the policy that sampled it: call Remember first.");
        }

        Span<int> starts = stackalloc int[block.Trajectories + 1];
        for (int j = 0; j <= block.Trajectories; j++)
        {
            starts[j] = batch.Starts[block.FirstTrajectory + j] - block.Start;
        }

        workspace.BindTrajectories(starts);
    }

    private void BindDirection(TapeWorkspace workspace, Node[] inputs, ReadOnlySpan<double> vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            _direction[i] = (Real)vector[i];
        }

        for (int k = 0; k < inputs.Length; k++)
        {
            workspace.Bind(inputs[k], _program.Policy.Tensors[k].Of((ReadOnlySpan<Real>)_direction));
        }
    }

    private void Add(TapeWorkspace workspace, Node[] outputs, Span<double> sum)
    {
        for (int k = 0; k < outputs.Length; k++)
        {
            TensorSpec tensor = _program.Policy.Tensors[k];
            ReadOnlySpan<Real> values = workspace.Read(outputs[k]).Data[..tensor.Length];
            Span<double> target = sum.Slice(tensor.Offset, tensor.Length);
            for (int i = 0; i < values.Length; i++)
            {
                target[i] += values[i];
            }
        }
    }

    private TapeWorkspace Workspace(TapeProgram program)
    {
        if (!_workspaces.TryGetValue(program, out TapeWorkspace? workspace))
        {
            _workspaces[program] = workspace = new TapeWorkspace(program);
        }

        return workspace;
    }

    private readonly record struct Block(int FirstTrajectory, int Trajectories, int Start, int Count);

    private readonly ref struct Arguments(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        public ReadOnlySpan<Real> Parameters { get; } = parameters;

        public SampleBatch Batch { get; } = batch;
    }
}
