using System.Globalization;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Rollouts;

/// <summary>Finds observations and rewards that are not finite where an environment gives them, before anything is learned from
/// them.</summary>
/// <remarks>What follows an action that is not finite is the policy's fault and not looked at: adaptation and training report it.</remarks>
internal static class FiniteOutcomes
{
    /// <summary>The first row with a number that is not finite, though its action is finite.</summary>
    /// <param name="actions">Shape [k, A]; empty after a reset.</param>
    /// <param name="observations">Shape [k, O].</param>
    /// <param name="rewards">Shape [k]; empty after a reset.</param>
    /// <param name="rows">k, ≥ 1.</param>
    /// <returns>Its number; −1 if all are finite.</returns>
    public static int BrokenRow(ReadOnlySpan<Real> actions, ReadOnlySpan<Real> observations, ReadOnlySpan<Real> rewards, int rows)
        => Reduction.IndexOfNonFinite(observations) < 0 && Reduction.IndexOfNonFinite(rewards) < 0
            ? -1
            : FirstRow(actions, observations, rewards, rows);

    /// <summary>What to throw for such a row.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="place">Where it happened: episode and step.</param>
    /// <param name="observation">The row's observation. Shape [O].</param>
    /// <param name="reward">The row's reward; null after a reset.</param>
    /// <returns>An exception whose message names environment, task, place and number.</returns>
    public static InvalidOperationException Failure(
        IEnvironment environment, string place, ReadOnlySpan<Real> observation, Real? reward)
    {
        EnvironmentSpec spec = environment.Spec;
        MdpTask task = environment.MdpTask;
        int at = Reduction.IndexOfNonFinite(observation);
        string found = at >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"component {at} of the observation is {observation[at]}")
            : string.Create(CultureInfo.InvariantCulture, $"the reward is {reward}");
        string parameters = string.Join(
            ", ",
            spec.TaskParameterNames.Zip(
                task.Parameters, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} = {value}")));
        return new InvalidOperationException(
            $"'{spec.Id}', task {task.Index}{(parameters.Length > 0 ? $" ({parameters})" : string.Empty)}, {place}: {found}; expected "
                + $"finite numbers. The fault is the environment's: xmrl check {spec.Id} looks for more.");
    }

    private static int FirstRow(ReadOnlySpan<Real> actions, ReadOnlySpan<Real> observations, ReadOnlySpan<Real> rewards, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            bool isBroken = Reduction.IndexOfNonFinite(Part(observations, row, rows)) >= 0
                || Reduction.IndexOfNonFinite(Part(rewards, row, rows)) >= 0;
            if (isBroken && Reduction.IndexOfNonFinite(Part(actions, row, rows)) < 0)
            {
                return row;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<Real> Part(ReadOnlySpan<Real> values, int row, int rows)
        => values.Slice(row * (values.Length / rows), values.Length / rows);
}
