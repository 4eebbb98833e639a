namespace Xmrl.Rl.Tabular;

/// <summary>A finite Markov decision process, known exactly, in double: rewards, transitions, start and discount as tables.
/// Immutable.</summary>
/// <remarks>A state is absorbing where no action leaves it and all actions pay the same there: its value is r/(1 − γ), however often it
/// pays. Every other state is live; linear systems hold the live states alone. Values are not scaled by 1 − γ.</remarks>
internal sealed partial class TabularMdp
{
    /// <summary>Largest deviation of a sum of probabilities from 1.</summary>
    private const double SumTolerance = 1e-9;

    private readonly double[] _transitions;
    private readonly double[] _rewards;
    private readonly double[] _start;
    private readonly int[] _live;
    private readonly int[] _position;

    /// <summary>A process.</summary>
    /// <param name="transitions">P(s″|s, a): for each state, for each action, a row over next states. Shape [S·A·S].</param>
    /// <param name="rewards">r(s, a), expected reward of the action in the state. Shape [S·A].</param>
    /// <param name="start">ρ(s). Shape [S], S ≥ 1.</param>
    /// <param name="discount">γ in [0, 1).</param>
    /// <exception cref="ArgumentException">A shape is wrong, a number is not finite, or probabilities do not sum to 1.</exception>
    public TabularMdp(double[] transitions, double[] rewards, double[] start, double discount)
    {
        if (!(discount >= 0 && discount < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "the discount lies in [0, 1).");
        }

        if (start.Length == 0 || rewards.Length == 0 || rewards.Length % start.Length != 0)
        {
            throw new ArgumentException(
                $"rewards has {rewards.Length} numbers; {start.Length} states need a multiple of it above 0.", nameof(rewards));
        }

        if (transitions.Length != rewards.Length * start.Length)
        {
            throw new ArgumentException(
                $"transitions has {transitions.Length} numbers; {rewards.Length} pairs times {start.Length} states are expected.",
                nameof(transitions));
        }

        States = start.Length;
        Actions = rewards.Length / start.Length;
        Discount = discount;
        _transitions = [.. transitions];
        _rewards = [.. rewards];
        _start = [.. start];
        Check();
        _live = [.. Enumerable.Range(0, States).Where(s => !Absorbs(s))];
        _position = new int[States];
        Array.Fill(_position, -1);
        for (int i = 0; i < _live.Length; i++)
        {
            _position[_live[i]] = i;
        }
    }

    /// <summary>S, the number of states.</summary>
    public int States { get; }

    /// <summary>A, the number of actions, the same in every state.</summary>
    public int Actions { get; }

    /// <summary>γ in [0, 1).</summary>
    public double Discount { get; }

    /// <summary>r(s, a). Shape [S·A].</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>ρ(s). Shape [S].</summary>
    public ReadOnlySpan<double> Start => _start;

    /// <summary>The live states in increasing order.</summary>
    public ReadOnlySpan<int> Live => _live;

    /// <summary>Whether a state is live.</summary>
    /// <param name="state">State s.</param>
    public bool IsLive(int state) => _position[state] >= 0;

    /// <summary>P(·|s, a). Shape [S].</summary>
    /// <param name="state">State s.</param>
    /// <param name="action">Action a.</param>
    public ReadOnlySpan<double> Next(int state, int action)
        => _transitions.AsSpan(((state * Actions) + action) * States, States);

    /// <summary>Whether each state is live and has a positive chance to be visited by a policy that gives every action a positive
    /// chance.</summary>
    /// <returns>Shape [S].</returns>
    public bool[] Reachable()
    {
        bool[] reached = new bool[States];
        var open = new Queue<int>(Enumerable.Range(0, States).Where(s => _start[s] > 0));
        while (open.TryDequeue(out int state))
        {
            if (reached[state] || !IsLive(state))
            {
                continue;
            }

            reached[state] = true;
            for (int action = 0; action < Actions; action++)
            {
                ReadOnlySpan<double> next = Next(state, action);
                for (int s = 0; s < States; s++)
                {
                    if (next[s] > 0 && !reached[s])
                    {
                        open.Enqueue(s);
                    }
                }
            }
        }

        return reached;
    }

    /// <summary>Values, action values and visits of a policy, from one factorization.</summary>
    /// <param name="policy">π(a|s), state by state; each state's sum is 1. Shape [S·A].</param>
    /// <returns>What the policy is worth.</returns>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public TabularEvaluation Evaluate(ReadOnlySpan<double> policy)
    {
        CheckPolicy(policy);
        return new TabularEvaluation(this, policy.ToArray());
    }

    /// <summary>r(s, a) + γ Σ P(s″|s, a)·V(s″).</summary>
    /// <param name="values">Values V. Shape [S].</param>
    /// <returns>Action values Q. Shape [S·A].</returns>
    public double[] Backup(ReadOnlySpan<double> values)
    {
        double[] result = new double[_rewards.Length];
        for (int pair = 0; pair < result.Length; pair++)
        {
            double sum = 0;
            ReadOnlySpan<double> next = _transitions.AsSpan(pair * States, States);
            for (int s = 0; s < States; s++)
            {
                sum += next[s] * values[s];
            }

            result[pair] = _rewards[pair] + (Discount * sum);
        }

        return result;
    }

    /// <summary>Expected discounted sum of the first rewards from each state.</summary>
    /// <param name="policy">π(a|s). Shape [S·A].</param>
    /// <param name="steps">Rewards to sum, ≥ 0; absorbing states pay at each of them.</param>
    /// <returns>Shape [S].</returns>
    public double[] ValuesAtHorizon(ReadOnlySpan<double> policy, int steps)
    {
        CheckPolicy(policy);
        double[] values = new double[States];
        for (int step = 0; step < steps; step++)
        {
            double[] backup = Backup(values);
            for (int s = 0; s < States; s++)
            {
                values[s] = 0;
                for (int a = 0; a < Actions; a++)
                {
                    values[s] += policy[(s * Actions) + a] * backup[(s * Actions) + a];
                }
            }
        }

        return values;
    }

    /// <summary>Σ ρ(s)·V(s).</summary>
    /// <param name="values">Values V. Shape [S].</param>
    public double AtStart(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int s = 0; s < States; s++)
        {
            sum += _start[s] * values[s];
        }

        return sum;
    }

    private bool Absorbs(int state)
    {
        for (int a = 0; a < Actions; a++)
        {
            if (Next(state, a)[state] != 1 || _rewards[(state * Actions) + a] != _rewards[state * Actions])
            {
                return false;
            }
        }

        return true;
    }

    private void CheckPolicy(ReadOnlySpan<double> policy)
    {
        if (policy.Length != _rewards.Length)
        {
            throw new ArgumentException(
                $"policy has {policy.Length} numbers; {States} states with {Actions} actions need {_rewards.Length}.", nameof(policy));
        }
    }

    private void Check()
    {
        foreach (double reward in _rewards)
        {
            if (!double.IsFinite(reward))
            {
                throw new ArgumentException($"a reward is {reward}; rewards are finite.");
            }
        }

        CheckSum(_start, "start");
        for (int pair = 0; pair < _rewards.Length; pair++)
        {
            CheckSum(_transitions.AsSpan(pair * States, States), $"transitions from state {pair / Actions} by action {pair % Actions}");
        }
    }

    private static void CheckSum(ReadOnlySpan<double> probabilities, string name)
    {
        double sum = 0;
        foreach (double p in probabilities)
        {
            sum += p >= 0 ? p : double.NaN;
        }

        if (!(Math.Abs(sum - 1) <= SumTolerance))
        {
            throw new ArgumentException($"{name}: the probabilities sum to {sum}; none is negative and the sum is 1.");
        }
    }
}
