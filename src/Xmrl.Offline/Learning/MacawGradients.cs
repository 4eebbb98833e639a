using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Learning;

/// <summary>Hyper-gradients of single tasks' weighted regressions; 0 for what is not of the policy.</summary>
internal sealed class MacawGradients : ITaskGradients
{
    /// <summary>Draws rows and differentiates.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="parameters">Meta-parameters θ. Shape [P].</param>
    /// <param name="tasks">The tasks, each with a buffer.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <exception cref="ArgumentException">A task has no buffer.</exception>
    public MacawGradients(
        MacawLearner learner, Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
    {
        var items = new WorkItems
        {
            Count = tasks.Count,
            Width = parameters.Length,
            Name = item => $"task {tasks[item].Index}",
            Cancellation = token,
        };
        Gradients = learner.Pool.Gather(items, (worker, item, row) =>
        {
            MacawWorker own = learner.Worker(worker);
            RowTable table = learner.TableOf(tasks[item], BufferSet.Training, BufferSet.Validation, BufferSet.Test)
                ?? throw new ArgumentException($"Task {tasks[item].Index} has no buffer in the data set.", nameof(tasks));
            own.Draw(table, key.Derive(item), learner.Options.UniformInnerRows);
            own.Step.Gradient(parameters, own.Inner, own.Outer, row);
            // Value and step sizes have gradients of the value's error too, which is not what is explained.
            Array.Clear(row, learner.Networks.PolicyLength, row.Length - learner.Networks.PolicyLength);
        });
        Interactions = 2L * learner.Options.Rows * tasks.Count;
    }

    /// <inheritdoc/>
    public double[][] Gradients { get; }

    /// <inheritdoc/>
    /// <remarks>Stored steps that were read; no new ones are taken.</remarks>
    public long Interactions { get; }

    /// <inheritdoc/>
    public void HessianProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
        => throw new NotSupportedException("The weighted regressions on single buffers have no curvature in common.");

    /// <inheritdoc/>
    public void FisherProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
        => HessianProduct(weights, vector, product);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
