using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>What is the same for all tasks of an environment: sizes, horizon, names, fixed normalisation.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>Versioned id, for example <c>Drone-v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which reward is paid, for result rows: rows that differ in it are never averaged.</summary>
    public required string RewardVersion { get; init; }

    /// <summary>O, the number of components of an observation, ≥ 1.</summary>
    public required int ObservationSize { get; init; }

    /// <summary>A, the number of components of an action, ≥ 1.</summary>
    public required int ActionSize { get; init; }

    /// <summary>k of categorical actions: the one component of an action is one of 0 … k − 1. 0 for real actions.</summary>
    public int ActionChoices { get; init; }

    /// <summary>Steps after which an episode is truncated, ≥ 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>Names of the task parameters.</summary>
    public required ImmutableArray<string> TaskParameterNames { get; init; }

    /// <summary>Closed interval of each task parameter, in the order of <see cref="TaskParameterNames"/>.</summary>
    public required ImmutableArray<ParameterRange> TaskParameterRanges { get; init; }

    /// <summary>Centre c of the fixed normalisation (o − c)·s that policies apply to observations. Shape [O].</summary>
    public required ImmutableArray<double> ObservationCentre { get; init; }

    /// <summary>Scale s of the fixed normalisation. Shape [O].</summary>
    public required ImmutableArray<double> ObservationScale { get; init; }

    /// <summary>Whether an episode can succeed; when false, <c>Succeeded</c> is never set. Success at the horizon
    /// counts as any other.</summary>
    public bool HasSuccess { get; init; }

    /// <summary>What results are reported in: <c>success rate</c> or <c>return</c>.</summary>
    public required string ScoreName { get; init; }

    /// <summary>Checks that a task belongs to this environment and that its parameters are in range.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="ArgumentException">Another environment's task, a wrong number of parameters, or one out of range.</exception>
    public void Validate(MdpTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!string.Equals(task.EnvironmentId, Id, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Task {task.Index} belongs to '{task.EnvironmentId}'; expected '{Id}'.", nameof(task));
        }

        ReadOnlySpan<double> parameters = task.Parameters.AsSpan();
        if (parameters.Length != TaskParameterNames.Length)
        {
            throw new ArgumentException(
                $"A task of '{Id}' has {TaskParameterNames.Length} parameters ({string.Join(", ", TaskParameterNames)}); task "
                    + $"{task.Index} has {parameters.Length}.",
                nameof(task));
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            if (!TaskParameterRanges[i].Contains(parameters[i]))
            {
                throw new ArgumentException(
                    $"{TaskParameterNames[i]} of task {task.Index} must lie in [{TaskParameterRanges[i].Low}, "
                        + $"{TaskParameterRanges[i].High}]; found {parameters[i]}.",
                    nameof(task));
            }
        }
    }

    /// <summary>Draws a task whose parameters are independent and uniform over <see cref="TaskParameterRanges"/>.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the parameters depend on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleUniform(RandomKey key, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        RandomKey taskKey = key.Derive((ulong)index);
        double[] parameters = new double[TaskParameterRanges.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = TaskParameterRanges[i].At(taskKey.Uniform((ulong)i));
        }

        return new MdpTask { EnvironmentId = Id, Index = index, Parameters = [.. parameters] };
    }
}
