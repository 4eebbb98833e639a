using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Replay;

/// <summary>Transitions as columns. One per worker; filled by <see cref="ReplayBuffer.Gather"/>.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="capacity">Most transitions, ≥ 1.</param>
internal sealed class ReplayBatch(ReplayShape shape, int capacity)
{
    private readonly AlignedBuffer _observations = Rows(shape.ObservationSize, capacity);
    private readonly AlignedBuffer _actions = Rows(shape.ActionSize, capacity);
    private readonly AlignedBuffer _rewards = Rows(1, capacity);
    private readonly AlignedBuffer _valueRewards = Rows(1, capacity);
    private readonly AlignedBuffer _continuations = Rows(1, capacity);
    private readonly AlignedBuffer _next = Rows(shape.ObservationSize, capacity);

    /// <summary>Transitions n.</summary>
    public int Count { get; private set; }

    /// <summary>Raw observations o. Shape [O, n].</summary>
    public Matrix Observations => Of(_observations, shape.ObservationSize);

    /// <summary>Actions a, as the policy chose them. Shape [A, n].</summary>
    public Matrix Actions => Of(_actions, shape.ActionSize);

    /// <summary>Rewards as paid. Shape [1, n].</summary>
    public Matrix Rewards => Of(_rewards, 1);

    /// <summary>Rewards that values are learned from. Shape [1, n].</summary>
    public Matrix ValueRewards => Of(_valueRewards, 1);

    /// <summary>1, or 0 where the process ended: a time limit is no end. Shape [1, n].</summary>
    public Matrix Continuations => Of(_continuations, 1);

    /// <summary>Raw observations o′. Shape [O, n].</summary>
    public Matrix Next => Of(_next, shape.ObservationSize);

    /// <summary>Makes the batch have n transitions, to be set.</summary>
    internal void Begin(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, capacity);
        Count = count;
    }

    /// <summary>Sets a transition.</summary>
    internal void Set(int column, in ReplayStep step)
    {
        Column(Observations, column, step.Observation);
        Column(Actions, column, step.Action);
        Rewards[0, column] = step.Reward;
        ValueRewards[0, column] = step.ValueReward;
        Continuations[0, column] = step.Terminated ? 0 : 1;
        Column(Next, column, step.Next);
    }

    private static void Column(Matrix matrix, int column, ReadOnlySpan<Real> values)
    {
        for (int row = 0; row < values.Length; row++)
        {
            matrix[row, column] = values[row];
        }
    }

    private static AlignedBuffer Rows(int rows, int columns) => new(rows * AlignedBuffer.PaddedStride(columns));

    private Matrix Of(AlignedBuffer buffer, int rows)
    {
        int stride = AlignedBuffer.PaddedStride(Count);
        return new Matrix(buffer.Span[..(rows * stride)], rows, Count, stride);
    }
}
