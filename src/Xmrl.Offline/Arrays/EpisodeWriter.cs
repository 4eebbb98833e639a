using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Arrays;

/// <summary>Puts steps that are read one after the other into a buffer.</summary>
/// <param name="observationSize">O, the number of components of an observation.</param>
/// <param name="actionSize">A, the number of components of an action.</param>
internal sealed class EpisodeWriter(int observationSize, int actionSize)
{
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<float> _rewards = [];
    private readonly List<long> _starts = [];
    private readonly List<byte> _terminated = [];
    private readonly List<float> _finals = [];
    private int _begun;

    /// <summary>Adds a step to the episode under way.</summary>
    /// <param name="observation">Before the step. Shape [O].</param>
    /// <param name="action">As executed. Shape [A].</param>
    /// <param name="reward">What was paid.</param>
    public void Add(ReadOnlySpan<double> observation, ReadOnlySpan<double> action, double reward)
    {
        System.Diagnostics.Debug.Assert(observation.Length == observationSize && action.Length == actionSize, "a step has its sizes");
        foreach (double value in observation)
        {
            _observations.Add((float)value);
        }

        foreach (double value in action)
        {
            _actions.Add((float)value);
        }

        _rewards.Add((float)reward);
    }

    /// <summary>Ends the episode under way; one without steps is left out.</summary>
    /// <param name="final">The observation after its last step. Shape [O].</param>
    /// <param name="terminated">Whether the process ended.</param>
    public void End(ReadOnlySpan<double> final, bool terminated)
    {
        if (_rewards.Count == _begun)
        {
            return;
        }

        _starts.Add(_begun);
        _terminated.Add((byte)(terminated ? 1 : 0));
        foreach (double value in final)
        {
            _finals.Add((float)value);
        }

        _begun = _rewards.Count;
    }

    /// <summary>All episodes that have ended.</summary>
    /// <param name="task">The task.</param>
    public TaskBuffer ToBuffer(MdpTask task) => new()
    {
        MdpTask = task,
        Observations = [.. _observations],
        Actions = [.. _actions],
        Rewards = [.. _rewards],
        EpisodeStarts = [.. _starts],
        Terminated = [.. _terminated],
        FinalObservations = [.. _finals],
    };
}
