namespace Xmrl.Meta.Outer;

/// <summary>An outer step's own numbers in a stored state, beside those of its optimizer.</summary>
internal static class OuterState
{
    /// <summary>Name of the number of steps taken, by which the schedule goes.</summary>
    internal const string Steps = "schedule.step";

    /// <summary>Finds a number by its name.</summary>
    /// <exception cref="ArgumentException">There is none, or it is not one number, finite and ≥ 0.</exception>
    internal static double Number(IReadOnlyList<(string Name, double[] Values)> state, string name)
    {
        ArgumentNullException.ThrowIfNull(state);
        double[][] found = [.. state.Where(entry => entry.Name == name).Select(entry => entry.Values)];
        return found is [[double value]] && value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentException(
                $"state needs one number {name}, finite and ≥ 0; found {Text(found)} among "
                    + $"{string.Join(", ", state.Select(entry => entry.Name))}.",
                nameof(state));
    }

    /// <summary>Finds the number of steps taken.</summary>
    /// <exception cref="ArgumentException">There is none, or it is not a whole number ≥ 0.</exception>
    internal static long Count(IReadOnlyList<(string Name, double[] Values)> state)
    {
        double steps = Number(state, Steps);
        return double.IsInteger(steps) && steps < long.MaxValue
            ? (long)steps
            : throw new ArgumentException($"state holds {steps} as {Steps}; a whole number expected.", nameof(state));
    }

    private static string Text(double[][] found)
        => found.Length == 0 ? "none" : string.Join(" and ", found.Select(values => $"[{string.Join(", ", values)}]"));
}
