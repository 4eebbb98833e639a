using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Collecting;

/// <summary>Records every step of one task's environments, episode by episode, in the order in which the episodes began.</summary>
/// <param name="spec">Sizes.</param>
/// <param name="actionLimit">Real actions are clipped to ± this.</param>
internal sealed class EpisodeLog(EnvironmentSpec spec, double actionLimit)
{
    private readonly List<OpenEpisode> _episodes = [];

    /// <summary>Steps recorded so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Components of actions that were clipped so far.</summary>
    public long Clipped { get; private set; }

    /// <summary>Number of the policy that begins the next episodes, ≥ 0; never lowered.</summary>
    public int Policy { get; set; }

    /// <summary>Opens an episode.</summary>
    /// <returns>What its environment records into.</returns>
    public OpenEpisode Begin()
    {
        var episode = new OpenEpisode(Policy);
        _episodes.Add(episode);
        return episode;
    }

    /// <summary>Clips an action as it is executed and stored.</summary>
    /// <param name="action">A component.</param>
    public Real Clip(Real action)
    {
        if (spec.ActionChoices > 0)
        {
            return action;
        }

        Real limit = (Real)(float)actionLimit;
        Clipped += action > limit || action < -limit ? 1 : 0;
        return Math.Clamp(action, -limit, limit);
    }

    /// <summary>Records a step.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="observation">Before the step. Shape [O].</param>
    /// <param name="action">As executed. Shape [A].</param>
    /// <param name="reward">What was paid.</param>
    public void Add(OpenEpisode episode, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> action, Real reward)
    {
        foreach (Real value in observation)
        {
            episode.Observations.Add((float)value);
        }

        foreach (Real value in action)
        {
            episode.Actions.Add((float)value);
        }

        episode.Rewards.Add((float)reward);
        Steps++;
    }

    /// <summary>All steps as a buffer; episodes that have not ended count as cut.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="InvalidOperationException">Nothing was recorded.</exception>
    public TaskBuffer ToBuffer(MdpTask task)
    {
        OpenEpisode[] episodes = [.. _episodes.Where(episode => episode.Rewards.Count > 0)];
        if (episodes.Length == 0)
        {
            throw new InvalidOperationException($"Task {task.Index} has no steps.");
        }

        var starts = new long[episodes.Length];
        for (int j = 1; j < starts.Length; j++)
        {
            starts[j] = starts[j - 1] + episodes[j - 1].Rewards.Count;
        }

        return new TaskBuffer
        {
            MdpTask = task,
            Observations = [.. episodes.SelectMany(episode => episode.Observations)],
            Actions = [.. episodes.SelectMany(episode => episode.Actions)],
            Rewards = [.. episodes.SelectMany(episode => episode.Rewards)],
            EpisodeStarts = starts,
            Terminated = [.. episodes.Select(episode => (byte)(episode.Terminated ? 1 : 0))],
            FinalObservations = [.. episodes.SelectMany(episode => episode.Final.Select(value => (float)value))],
            PolicyNumbers = [.. episodes.Select(episode => episode.Policy)],
        };
    }
}
