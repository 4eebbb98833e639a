using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>Plays a strategy on bandits of a family.</summary>
internal static class BanditTrials
{
    /// <summary>Total rewards, one bandit per trial.</summary>
    /// <param name="family">Arms and pulls.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="trials">n ≥ 1.</param>
    /// <param name="key">Bandits and rewards depend on this key and the trial alone, so that differences of two strategies under one key
    /// are paired.</param>
    /// <returns>Shape [n].</returns>
    /// <exception cref="ArgumentOutOfRangeException">n is not positive.</exception>
    public static double[] Rewards(BernoulliBanditFamily family, IBanditStrategy strategy, int trials, RandomKey key)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        RandomKey tasks = key.Derive(RandomPurpose.TaskSampling);
        RandomKey episodes = key.Derive(RandomPurpose.Evaluation);
        RandomKey choices = key.Derive(RandomPurpose.Action);
        var sums = new double[trials];
        for (int trial = 0; trial < trials; trial++)
        {
            IEnvironment bandit = family.Create(family.SampleTask(tasks, trial), 1);
            sums[trial] = Reward(bandit, strategy, episodes.Derive(trial), choices.Derive(trial));
        }

        return sums;
    }

    private static double Reward(IEnvironment bandit, IBanditStrategy strategy, RandomKey episode, RandomKey choices)
    {
        var history = new BanditHistory(bandit.Spec.ActionChoices);
        var action = new Real[1];
        var reward = new Real[1];
        var truncated = new bool[1];
        var result = new StepResult
        {
            Observations = new Real[bandit.Spec.ObservationSize],
            Rewards = reward,
            Terminated = new bool[1],
            Truncated = truncated,
            Succeeded = new bool[1],
        };
        bandit.Reset([0], episode, result.Observations);
        while (!truncated[0])
        {
            int arm = strategy.Choose(history, choices.Derive(history.Pulls));
            action[0] = arm;
            bandit.Step([0], action, result);
            history.Add(arm, reward[0] == 1);
        }

        double sum = 0;
        for (int arm = 0; arm < history.Arms; arm++)
        {
            sum += history.Successes(arm);
        }

        return sum;
    }
}
