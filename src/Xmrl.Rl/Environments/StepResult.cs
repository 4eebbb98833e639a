namespace Xmrl.Rl.Environments;

/// <summary>Where a step writes its outcome: row i belongs to the i-th stepped copy.</summary>
public readonly ref struct StepResult
{
    /// <summary>Observations after the step. Shape [k, O], row after row.</summary>
    public required Span<Real> Observations { get; init; }

    /// <summary>Rewards. Shape [k].</summary>
    public required Span<Real> Rewards { get; init; }

    /// <summary>True where the process ended: the value of what follows is zero. Shape [k].</summary>
    public required Span<bool> Terminated { get; init; }

    /// <summary>True where the horizon cut the episode off; never together with terminated. Shape [k].</summary>
    public required Span<bool> Truncated { get; init; }

    /// <summary>True where the episode ended in success, terminated or truncated at the horizon alike; what stands beside a step that ends
    /// nothing is not read. Shape [k].</summary>
    public required Span<bool> Succeeded { get; init; }

    /// <summary>Checks all shapes of one step.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="copies">k, the number of stepped copies.</param>
    /// <param name="actionLength">Number of action elements given.</param>
    /// <exception cref="ArgumentException">A span is too short, or the actions are not [k, A].</exception>
    public void Check(EnvironmentSpec spec, int copies, int actionLength)
    {
        if (actionLength != copies * spec.ActionSize)
        {
            throw new ArgumentException(
                $"actions of {copies} copies have shape [{copies}, {spec.ActionSize}], {copies * spec.ActionSize} elements; found "
                    + $"{actionLength}.");
        }

        if (Observations.Length < copies * spec.ObservationSize
            || Rewards.Length < copies
            || Terminated.Length < copies
            || Truncated.Length < copies
            || Succeeded.Length < copies)
        {
            throw new ArgumentException(
                $"A step of {copies} copies needs [{copies}, {spec.ObservationSize}] observations and {copies} of the rest; found "
                    + $"{Observations.Length} observations, "
                + $"{Rewards.Length} rewards, {Terminated.Length} terminated, {Truncated.Length} truncated, {Succeeded.Length} succeeded.");
        }
    }
}
