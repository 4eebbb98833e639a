using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Rl.Rollouts;

/// <summary>A rollout's first trajectory as pictures need it.</summary>
internal static class RolloutEpisode
{
    /// <summary>The first trajectory of a rollout.</summary>
    /// <param name="rollout">A rollout of at least one trajectory.</param>
    public static SceneEpisode Of(Rollout rollout)
    {
        int length = rollout.Starts[1];
        return new SceneEpisode
        {
            Observations = [.. Columns(rollout.Observations, length), .. Columns(rollout.FinalObservations, 1)],
            Actions = Columns(rollout.Actions, length),
            Rewards = [.. Enumerable.Range(0, length).Select(t => (double)rollout.Rewards[t])],
        };
    }

    private static double[][] Columns(ConstMatrix matrix, int count)
    {
        var columns = new double[count][];
        for (int t = 0; t < count; t++)
        {
            columns[t] = new double[matrix.Rows];
            for (int row = 0; row < matrix.Rows; row++)
            {
                columns[t][row] = matrix[row, t];
            }
        }

        return columns;
    }
}
