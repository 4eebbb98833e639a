using System.Globalization;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Data;

/// <summary>The sizes that all buffers of a data set share.</summary>
/// <param name="Spec">The environment.</param>
/// <param name="ActionLimit">Real actions lie in ± this, &gt; 0.</param>
internal sealed record DataSetForm(EnvironmentSpec Spec, double ActionLimit)
{
    /// <summary>Checks a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">A length, a number or the task is wrong; the message names tensor and row.</exception>
    public void Check(TaskBuffer buffer, string name)
    {
        (int n, int episodes) = (buffer.Steps, buffer.Episodes);
        if (n == 0 || episodes == 0)
        {
            throw new InvalidDataException($"{name} has {n} steps in {episodes} episodes; expected at least one of each.");
        }

        Length("observations", buffer.Observations.Length, n, Spec.ObservationSize);
        Length("actions", buffer.Actions.Length, n, Spec.ActionSize);
        Length("terminated", buffer.Terminated.Length, episodes, 1);
        Length("final_observations", buffer.FinalObservations.Length, episodes, Spec.ObservationSize);
        Length("policy_numbers", buffer.PolicyNumbers?.Length ?? episodes, episodes, 1);
        Length("action_log_probabilities", buffer.ActionLogProbabilities?.Length ?? n, n, 1);
        Finite("observations", buffer.Observations, Spec.ObservationSize);
        Finite("actions", buffer.Actions, Spec.ActionSize);
        Finite("rewards", buffer.Rewards, 1);
        Finite("final_observations", buffer.FinalObservations, Spec.ObservationSize);
        Finite("action_log_probabilities", buffer.ActionLogProbabilities ?? [], 1);
        Episodes(buffer, name);
        Actions(buffer, name);
        try
        {
            Spec.Validate(buffer.MdpTask);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{name}: {error.Message}", error);
        }

        void Length(string tensor, int found, int rows, int columns)
        {
            if (found != (long)rows * columns)
            {
                throw new InvalidDataException(
                    $"{name}, tensor {tensor} has {found} numbers; [{rows}, {columns}] are {(long)rows * columns}.");
            }
        }

        void Finite(string tensor, float[] values, int columns)
        {
            int at = Array.FindIndex(values, static value => !float.IsFinite(value));
            if (at >= 0)
            {
                throw new InvalidDataException(
                    $"{name}, tensor {tensor}, row {at / columns} holds {Text(values[at])}; expected a finite number.");
            }
        }
    }

    private void Episodes(TaskBuffer buffer, string name)
    {
        for (int j = 0; j < buffer.Episodes; j++)
        {
            long start = buffer.EpisodeStarts[j];
            if (j == 0 ? start != 0 : start <= buffer.EpisodeStarts[j - 1] || start >= buffer.Steps)
            {
                throw new InvalidDataException(
                    $"{name}, tensor episode_starts, row {j} is {start}; expected 0 first, then ascending numbers below {buffer.Steps}.");
            }

            if (buffer.Terminated[j] > 1)
            {
                throw new InvalidDataException(
                    $"{name}, tensor terminated, row {j} is {buffer.Terminated[j]}; expected 1 (terminated) or 0 (cut).");
            }

            if (buffer.PolicyNumbers is { } numbers && (numbers[j] < 0 || (j > 0 && numbers[j] < numbers[j - 1])))
            {
                throw new InvalidDataException(
                    $"{name}, tensor policy_numbers, row {j} is {numbers[j]}; expected numbers ≥ 0 that do not descend.");
            }
        }

        for (int j = 0; j < buffer.Episodes; j++)
        {
            long length = buffer.EndOf(j) - buffer.EpisodeStarts[j];
            if (length > Spec.Horizon)
            {
                throw new InvalidDataException(
                    $"{name}: episode {j} has {length} steps; the horizon of '{Spec.Id}' is {Spec.Horizon}. "
                        + $"On import, --horizon {Spec.Horizon} splits longer episodes.");
            }
        }
    }

    private void Actions(TaskBuffer buffer, string name)
    {
        for (int i = 0; i < buffer.Actions.Length; i++)
        {
            float action = buffer.Actions[i];
            if (Spec.ActionChoices > 0 ? !(action >= 0 && action < Spec.ActionChoices && float.IsInteger(action))
                : !(Math.Abs(action) <= (float)ActionLimit))
            {
                string expected = Spec.ActionChoices > 0
                    ? $"a whole number from 0 to {Spec.ActionChoices - 1}"
                    : $"a number in ±{ActionLimit.ToString(CultureInfo.InvariantCulture)}, the set's action limit";
                throw new InvalidDataException(
                    $"{name}, tensor actions, row {i / Spec.ActionSize} holds {Text(action)}; expected {expected}.");
            }
        }
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
