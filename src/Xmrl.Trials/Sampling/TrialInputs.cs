using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Sampling;

/// <summary>What a policy with memory is told at every step: x = (o, a₋₁, r₋₁, f). At the first step of a trial a₋₁, r₋₁ and f are 0; at
/// the first step of every later trajectory f = 1, and a₋₁ and r₋₁ are those of the last step of the trajectory before, because its last
/// reward is evidence too.</summary>
internal static class TrialInputs
{
    /// <summary>Writes one column, not normalised.</summary>
    /// <param name="inputs">Shape [I, columns].</param>
    /// <param name="column">The column.</param>
    /// <param name="observation">Raw observation. Shape [O].</param>
    /// <param name="last">Encoded action and reward of the step before. Shape [encoded size + 1].</param>
    /// <param name="startsTrajectory">Whether a trajectory begins that is not the trial's first.</param>
    public static void Fill(
        Matrix inputs, int column, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> last, bool startsTrajectory)
    {
        for (int i = 0; i < observation.Length; i++)
        {
            inputs[i, column] = observation[i];
        }

        for (int i = 0; i < last.Length; i++)
        {
            inputs[observation.Length + i, column] = last[i];
        }

        inputs[inputs.Rows - 1, column] = startsTrajectory ? 1 : 0;
    }

    /// <summary>Puts trials side by side.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="rollouts">Trials of one or several tasks.</param>
    /// <param name="trajectories">E, trajectories per trial.</param>
    /// <param name="hasFinal">Whether each trial gets one more column, of weight 0, which shows what came after its last step: for its
    /// value.</param>
    /// <returns>The block, without advantages and weights.</returns>
    public static TrialBlock Build(ITrialPolicy policy, IReadOnlyList<Rollout> rollouts, int trajectories, bool hasFinal)
    {
        int extra = hasFinal ? 1 : 0;
        int[] lengths = [.. rollouts.SelectMany(rollout => Lengths(rollout, trajectories)).Select(length => length + extra)];
        var block = new TrialBlock(policy.InputSize, policy.Head.EncodedActionSize, lengths);
        int trial = 0;
        foreach (Rollout rollout in rollouts)
        {
            trial = Place(policy, rollout, trajectories, hasFinal, block, trial);
        }

        policy.Normalize(block.Inputs, block.Inputs);
        return block;
    }

    private static IEnumerable<int> Lengths(Rollout rollout, int trajectories)
    {
        for (int first = 0; first < rollout.Trajectories; first += trajectories)
        {
            yield return rollout.Starts[first + trajectories] - rollout.Starts[first];
        }
    }

    private static int Place(ITrialPolicy policy, Rollout rollout, int trajectories, bool hasFinal, TrialBlock block, int trial)
    {
        int encodedSize = policy.Head.EncodedActionSize;
        var encodedNumbers = new Real[encodedSize * rollout.Samples];
        var encoded = new Matrix(encodedNumbers, encodedSize, rollout.Samples);
        policy.Head.EncodeActions(rollout.Actions, encoded);
        ConstMatrix observations = rollout.Observations;
        var observation = new Real[policy.ObservationSize];
        var last = new Real[encodedSize + 1];
        for (int first = 0; first < rollout.Trajectories; first += trajectories, trial++)
        {
            int step = 0;
            Array.Clear(last);
            for (int e = 0; e < trajectories; e++)
            {
                for (int sample = rollout.Starts[first + e]; sample < rollout.Starts[first + e + 1]; sample++, step++)
                {
                    int column = block.Column(trial, step);
                    observations.CopyColumn(sample, observation);
                    Fill(block.Inputs, column, observation, last, e > 0 && sample == rollout.Starts[first + e]);
                    for (int i = 0; i < encodedSize; i++)
                    {
                        block.Actions[i, column] = encoded[i, sample];
                        last[i] = encoded[i, sample];
                    }

                    last[encodedSize] = rollout.Rewards[sample];
                }
            }

            if (hasFinal)
            {
                rollout.FinalObservations.CopyColumn(first + trajectories - 1, observation);
                Fill(block.Inputs, block.Column(trial, step), observation, last, startsTrajectory: false);
            }
        }

        return trial;
    }
}
