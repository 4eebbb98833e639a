using Xmrl.Autodiff;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Surrogates;

/// <content>Blocks of whole trajectories, and what is bound for each.</content>
public sealed partial class SurrogateEvaluator
{
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

    private void Begin(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, SampleBatch batch, Block block)
        => Begin(workspace, parameters, batch, block, Centre);

    /// <summary>Binds one block; parameters stay bound from the first to the last block of a batch.</summary>
    private void Begin(
        TapeWorkspace workspace, ReadOnlySpan<Real> parameters, SampleBatch batch, Block block, ProximalCentre? centre)
    {
        workspace.Begin(block.Count);
        for (int k = 0; k < _program.Recording.Parameters.Count && block.Start == 0; k++)
        {
            workspace.Bind(_program.Recording.Parameters[k], _program.Policy.Tensors[k].Of(parameters));
        }

        if (_program.Proximal is { } proximal && block.Start == 0)
        {
            BindCentre(workspace, proximal, batch, centre);
        }

        Matrix observations = batch.Observations;
        Matrix actions = batch.Actions;
        workspace.Bind(
            _program.Observations, new ConstMatrix(observations.Data[block.Start..], observations.Rows, block.Count, observations.Stride));
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
                workspace.Bind(
                    input,
                    input.Shape.IsWide
                        ? new ConstMatrix(values[block.Start..], input.Shape.Rows, block.Count, batch.Samples)
                        : new ConstMatrix(values, input.Shape.Rows, input.Shape.Columns));
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

    private void BindCentre(TapeWorkspace workspace, ProximalProgram proximal, SampleBatch batch, ProximalCentre? centre)
    {
        if (centre is null)
        {
            if (workspace.Needs(proximal.Weight))
            {
                throw new InvalidOperationException("The divergence has no centre: set Centre first.");
            }

            return;
        }

        for (int k = 0; k < proximal.Centre.Parameters.Count; k++)
        {
            workspace.Bind(proximal.Centre.Parameters[k], _program.Policy.Tensors[k].Of((ReadOnlySpan<Real>)centre.Parameters));
        }

        workspace.Bind(proximal.Weight, [(Real)(centre.Strength / batch.Samples)]);
    }

    /// <summary>Binds a vector, or two of them for the inputs of both, one after the other.</summary>
    private void BindDirection(TapeWorkspace workspace, Node[] inputs, ReadOnlySpan<double> vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            _direction[i] = (Real)vector[i];
        }

        int tensors = _program.Policy.Tensors.Length;
        for (int k = 0; k < inputs.Length; k++)
        {
            workspace.Bind(inputs[k], _program.Policy.Tensors[k % tensors].Of(_direction.AsSpan(k / tensors * Dimension)));
        }
    }

    private void Add(TapeWorkspace workspace, Node[] outputs, Span<double> sum)
    {
        int tensors = _program.Policy.Tensors.Length;
        for (int k = 0; k < outputs.Length; k++)
        {
            TensorSpec tensor = _program.Policy.Tensors[k % tensors];
            VectorOperations.Add(
                workspace.Read(outputs[k]).Data[..tensor.Length],
                sum.Slice((k / tensors * Dimension) + tensor.Offset, tensor.Length));
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
}
