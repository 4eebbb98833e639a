using Xmrl.Numerics.Autodiff;
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

    /// <summary>Binds one block; parameters stay bound from the first to the last block of a batch.</summary>
    private void Begin(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, SampleBatch batch, Block block)
    {
        workspace.Begin(block.Count);
        for (int k = 0; k < _program.Recording.Parameters.Count && block.Start == 0; k++)
        {
            workspace.Bind(_program.Recording.Parameters[k], _program.Policy.Tensors[k].Of(parameters));
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
            VectorOperations.Add(workspace.Read(outputs[k]).Data[..tensor.Length], sum.Slice(tensor.Offset, tensor.Length));
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
