namespace Xmrl.Acting;

/// <summary>One episode that a policy played, as an adaptation step wants it: what it saw, did and was paid.</summary>
public sealed class Trajectory
{
    private readonly List<float[]> _observations = new List<float[]>();
    private readonly List<float[]> _actions = new List<float[]>();
    private readonly List<float> _rewards = new List<float>();
    private float[]? _final;

    /// <summary>Number of steps.</summary>
    public int Length => _rewards.Count;

    internal bool Terminated { get; private set; }

    internal ReadOnlySpan<float> FinalObservation => _final;

    /// <summary>Adds a step.</summary>
    /// <param name="observation">Before the action, as the game gives it. Shape [O]; copied.</param>
    /// <param name="action">As <see cref="ActingPolicy.Act"/> gave it, before the game limits it. Shape [A]; copied.</param>
    /// <param name="reward">What the game pays for it.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The trajectory has ended.</exception>
    public void Add(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float reward)
    {
        if (_final is not null)
        {
            throw new InvalidOperationException("The trajectory has ended: begin another.");
        }

        _observations.Add(Finite(observation, nameof(observation)));
        _actions.Add(Finite(action, nameof(action)));
        _rewards.Add(float.IsFinite(reward)
            ? reward
            : throw new ArgumentException($"The reward of step {Length} is {reward}; expected a finite number.", nameof(reward)));
    }

    /// <summary>Ends the trajectory.</summary>
    /// <param name="finalObservation">After the last action. Shape [O]; copied.</param>
    /// <param name="terminated">Whether the game ended by itself, as by a fall or at the goal; false where it was cut off.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public void End(ReadOnlySpan<float> finalObservation, bool terminated)
        => (_final, Terminated) = (Finite(finalObservation, nameof(finalObservation)), terminated);

    internal ReadOnlySpan<float> Observation(int step) => _observations[step];

    internal ReadOnlySpan<float> Action(int step) => _actions[step];

    internal float Reward(int step) => _rewards[step];

    internal void Require(int observationSize)
    {
        if (Length == 0 || _final is null)
        {
            throw new InvalidOperationException("A trajectory needs steps and an end: call Add for each step and then End.");
        }

        if (_final.Length != observationSize || _observations.Exists(observation => observation.Length != observationSize))
        {
            throw new ArgumentException($"A trajectory has observations of another size than the policy's {observationSize} numbers.");
        }
    }

    private float[] Finite(ReadOnlySpan<float> numbers, string name)
    {
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
            {
                throw new ArgumentException($"{name} of step {Length} holds {number}; expected finite numbers.", name);
            }
        }

        return numbers.ToArray();
    }
}
