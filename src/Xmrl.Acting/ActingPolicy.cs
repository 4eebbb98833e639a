using Xmrl.Acting.Files;
using Xmrl.Acting.Networks;

namespace Xmrl.Acting;

/// <summary>A policy that <c>xmrl export … --out policy.safetensors</c> wrote: acts, and adapts to the task that it is played in.</summary>
/// <remarks>For one thread at a time. Acting allocates nothing.</remarks>
public sealed class ActingPolicy
{
    private readonly PolicyNetwork _network;
    private readonly AdaptationRule? _rule;
    private readonly string? _reason;
    private readonly float[] _parameters;
    private readonly double[][] _values;
    private readonly double[] _probabilities;

    private ActingPolicy(PolicyNetwork network, AdaptationRule? rule, string? reason, float[] parameters)
    {
        (_network, _rule, _reason, _parameters) = (network, rule, reason, parameters);
        _values = network.Scratch();
        _probabilities = new double[network.IsGaussian ? 0 : network.Outputs];
    }

    /// <summary>O, the numbers of an observation.</summary>
    public int ObservationSize => _network.Observations;

    /// <summary>A, the numbers of an action: 1 where it is a choice.</summary>
    public int ActionSize => _network.IsGaussian ? _network.Outputs : 1;

    /// <summary>k, where an action is the number of a choice from 0 to k − 1; 0 where actions are real numbers.</summary>
    public int ActionChoices => _network.IsGaussian ? 0 : _network.Outputs;

    /// <summary>Adaptation steps that the policy was trained for; 0 where it does not adapt by steps.</summary>
    public int AdaptationSteps => _rule?.Steps ?? 0;

    /// <summary>Trajectories of a step that it was trained with; 0 where it does not adapt by steps.</summary>
    public int AdaptationTrajectories => _rule?.Trajectories ?? 0;

    /// <summary>θ, for comparison.</summary>
    internal ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>Reads a policy.</summary>
    /// <param name="file">The bytes of the exported file.</param>
    /// <returns>The meta-policy, before any adaptation.</returns>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what was found.</exception>
    public static ActingPolicy Load(byte[] file)
    {
        var tensors = new TensorFile(file ?? throw new ArgumentNullException(nameof(file)));
        var network = new PolicyNetwork(tensors);
        (AdaptationRule? rule, string? reason) = AdaptationRule.Of(tensors, network);
        return new ActingPolicy(network, rule, reason, network.Parameters(tensors));
    }

    /// <summary>An action.</summary>
    /// <param name="observation">As the game gives it. Shape [O].</param>
    /// <param name="action">Receives it, without the game's limits. Shape [<see cref="ActionSize"/>].</param>
    /// <param name="random">Draws the action from the policy, as adaptation needs it; null for the mean or the likeliest choice.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Act(ReadOnlySpan<float> observation, Span<float> action, ActingRandom? random = null)
    {
        if (action.Length != ActionSize)
        {
            throw new ArgumentException($"action has {action.Length} numbers; the policy gives {ActionSize}.", nameof(action));
        }

        double[] result = _network.Forward(_parameters, observation, _values);
        if (!_network.IsGaussian)
        {
            action[0] = Choice(result, random);
            return;
        }

        for (int i = 0; i < action.Length; i++)
        {
            double noise = random is null ? 0 : Math.Exp(_parameters[_network.LogStd!.Offset + i]) * random.Normal();
            action[i] = (float)(result[i] + noise);
        }
    }

    /// <summary>Takes one adaptation step, the inner step of the learner that trained the policy.</summary>
    /// <param name="trajectories">What this policy, acting with random numbers, met in the task.</param>
    /// <returns>The policy after the step; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">No trajectory, or one of another policy.</exception>
    /// <exception cref="InvalidOperationException">The policy does not adapt by steps, or a trajectory has no end.</exception>
    public ActingPolicy Adapt(IReadOnlyList<Trajectory> trajectories)
    {
        if (_rule is null)
        {
            throw new InvalidOperationException(_reason);
        }

        return new ActingPolicy(
            _network, _rule, _reason,
            _rule.Step(_network, _parameters, trajectories ?? throw new ArgumentNullException(nameof(trajectories))));
    }

    private int Choice(double[] logits, ActingRandom? random)
    {
        if (random is null)
        {
            return Array.IndexOf(logits, Largest(logits));
        }

        Choices.Probabilities(logits, _probabilities);
        double left = random.Uniform();
        for (int i = 0; i < _probabilities.Length - 1; i++)
        {
            left -= _probabilities[i];
            if (left < 0)
            {
                return i;
            }
        }

        return _probabilities.Length - 1;
    }

    private static double Largest(double[] numbers)
    {
        double largest = numbers[0];
        foreach (double number in numbers)
        {
            largest = Math.Max(largest, number);
        }

        return largest;
    }
}
