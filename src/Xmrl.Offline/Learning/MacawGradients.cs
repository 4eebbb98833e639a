using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Learning;

/// <summary>Hyper-gradients of single tasks' weighted regressions; 0 for what is not of the policy. Of layers that are generated, those by
/// the offsets b alone: b spans all that W and z can make of a layer.</summary>
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
        RowTable[] tables =
        [
            .. tasks.Select(task => learner.TableOf(task, BufferSet.Training, BufferSet.Validation, BufferSet.Test)
                ?? throw new ArgumentException($"Task {task.Index} has no buffer in the data set.", nameof(tasks))),
        ];
        Gradients = learner.Networks.PolicyTransform is null
            ? Plain(learner, parameters, (tasks, tables), key, token)
            : Generated(learner, parameters, (tasks, tables), key, token);
    }

    /// <inheritdoc/>
    public double[][] Gradients { get; }

    private static double[][] Plain(
        MacawLearner learner, Real[] parameters, (IReadOnlyList<MdpTask> Tasks, RowTable[] Tables) drawn, RandomKey key,
        CancellationToken token)
    {
        var items = new WorkItems
        {
            Count = drawn.Tables.Length,
            Width = parameters.Length,
            Name = item => $"task {drawn.Tasks[item].Index}",
            Cancellation = token,
        };
        return learner.Pool.Gather(items, (worker, item, row) =>
        {
            MacawWorker own = learner.Worker(worker);
            own.Draw(drawn.Tables[item], key.Derive(item), learner.Options.UniformInnerRows);
            own.Step.Gradient(parameters, own.Inner, own.Outer, row);
            // Value and step sizes have gradients of the value's error too, which is not what is explained.
            Array.Clear(row, learner.Networks.PolicyLength, row.Length - learner.Networks.PolicyLength);
        });
    }

    private static double[][] Generated(
        MacawLearner learner, Real[] parameters, (IReadOnlyList<MdpTask> Tasks, RowTable[] Tables) drawn, RandomKey key,
        CancellationToken token)
    {
        var rows = new double[drawn.Tables.Length][];
        var together = new GeneratedTasks(learner, Math.Min(rows.Length, learner.Options.TasksPerStep));
        for (int first = 0; first < rows.Length; first += learner.Options.TasksPerStep)
        {
            token.ThrowIfCancellationRequested();
            StepTask[] some =
            [
                .. Enumerable.Range(first, Math.Min(learner.Options.TasksPerStep, rows.Length - first))
                    .Select(item => new StepTask(drawn.Tasks[item], drawn.Tables[item], 0)),
            ];
            together.Differentiate(parameters, some, i => key.Derive(first + i));
            for (int i = 0; i < some.Length; i++)
            {
                rows[first + i] = Array.ConvertAll(together.Policy.Adjoints[i], value => (double)value);
            }
        }

        return rows;
    }

    /// <inheritdoc/>
    /// <remarks>Rows are stored: no step is taken.</remarks>
    public long Interactions => 0;

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
