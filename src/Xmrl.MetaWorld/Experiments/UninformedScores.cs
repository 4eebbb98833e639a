using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Experiments;

/// <summary>Success of policies that look at nothing: what a learned one must be above.</summary>
internal static class UninformedScores
{
    /// <summary>Row of uniform actions within ±1.</summary>
    public const string Random = "random actions";

    /// <summary>Row of actions that are 0.</summary>
    public const string Zero = "zero actions";

    /// <summary>Whether each task is solved in one episode.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="key">Key of the actions; null for zeros.</param>
    /// <returns>1 or 0 per task.</returns>
    public static double[] Of(IEnvironmentFamily family, IReadOnlyList<MdpTask> tasks, RandomKey? key)
        => [.. tasks.Select((task, i) => Episode(family, task, key?.Derive((ulong)i)) ? 1.0 : 0.0)];

    private static bool Episode(IEnvironmentFamily family, MdpTask task, RandomKey? key)
    {
        IEnvironment environment = family.Create(task, 1);
        try
        {
            EnvironmentSpec spec = family.Spec;
            Real[] actions = new Real[spec.ActionSize];
            Real[] observations = new Real[spec.ObservationSize];
            bool[] terminated = [false];
            bool[] truncated = [false];
            bool[] succeeded = [false];
            environment.Reset([0], RandomKey.FromSeed(0), observations);
            for (int t = 0; !terminated[0] && !truncated[0]; t++)
            {
                for (int a = 0; a < actions.Length && key is { } uniform; a++)
                {
                    actions[a] = (Real)((2 * uniform.Uniform((ulong)((t * actions.Length) + a))) - 1);
                }

                environment.Step([0], actions, new StepResult
                {
                    Observations = observations,
                    Rewards = new Real[1],
                    Terminated = terminated,
                    Truncated = truncated,
                    Succeeded = succeeded,
                });
            }

            return succeeded[0];
        }
        finally
        {
            (environment as IDisposable)?.Dispose();
        }
    }
}
