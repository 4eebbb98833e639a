namespace Xmrl.Rl.Tabular;

/// <summary>What one policy is worth in one process, exactly: V, Q, A and visits from one factorization of I − γP_π over the live
/// states.</summary>
/// <remarks>Sutton and Barto (2018), equation (4.4), as a linear system.</remarks>
internal sealed partial class TabularEvaluation
{
    private readonly TabularMdp _mdp;
    private readonly double[] _policy;
    private readonly DenseLu _system;
    private readonly double[] _values;
    private readonly double[] _actionValues;
    private readonly double[] _advantages;

    /// <summary>Evaluates a policy.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="policy">π(a|s), taken over. Shape [S·A].</param>
    public TabularEvaluation(TabularMdp mdp, double[] policy)
    {
        _mdp = mdp;
        _policy = policy;
        _system = System();
        _values = Solve();
        _actionValues = mdp.Backup(_values);
        _advantages = new double[policy.Length];
        for (int pair = 0; pair < policy.Length; pair++)
        {
            _advantages[pair] = mdp.IsLive(pair / mdp.Actions) ? _actionValues[pair] - _values[pair / mdp.Actions] : 0;
        }
    }

    /// <summary>π(a|s). Shape [S·A].</summary>
    public ReadOnlySpan<double> Policy => _policy;

    /// <summary>V^π(s). Shape [S].</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Q^π(s, a). Shape [S·A].</summary>
    public ReadOnlySpan<double> ActionValues => _actionValues;

    /// <summary>A^π(s, a) = Q − V; 0 in absorbing states. Shape [S·A].</summary>
    public ReadOnlySpan<double> Advantages => _advantages;

    /// <summary>J = Σ ρ(s)·V(s).</summary>
    public double Return => _mdp.AtStart(_values);

    /// <summary>Discounted visits m = (I − γP_πᵀ)⁻¹·w of a start vector w, which may have either sign and any sum.</summary>
    /// <param name="start">w; ρ gives the visits of an episode. Shape [S].</param>
    /// <returns>m; with w = ρ, (1 − γ)·m sums to 1. Shape [S].</returns>
    public double[] Visits(ReadOnlySpan<double> start)
    {
        ReadOnlySpan<int> live = _mdp.Live;
        double[] rhs = new double[live.Length];
        for (int i = 0; i < live.Length; i++)
        {
            rhs[i] = start[live[i]];
        }

        double[] solution = new double[live.Length];
        _system.SolveTransposed(rhs, solution);
        double[] visits = new double[_mdp.States];
        for (int s = 0; s < visits.Length; s++)
        {
            visits[s] = _mdp.IsLive(s) ? 0 : start[s];
        }

        for (int i = 0; i < live.Length; i++)
        {
            AddArrivals(live[i], solution[i], visits);
        }

        for (int s = 0; s < visits.Length; s++)
        {
            visits[s] = _mdp.IsLive(s) ? 0 : visits[s] / (1 - _mdp.Discount);
        }

        for (int i = 0; i < live.Length; i++)
        {
            visits[live[i]] = solution[i];
        }

        return visits;
    }

    private void AddArrivals(int state, double visits, Span<double> arrivals)
    {
        for (int a = 0; a < _mdp.Actions; a++)
        {
            double factor = _mdp.Discount * visits * _policy[(state * _mdp.Actions) + a];
            ReadOnlySpan<double> next = _mdp.Next(state, a);
            for (int s = 0; s < arrivals.Length; s++)
            {
                arrivals[s] += factor * next[s];
            }
        }
    }

    private DenseLu System()
    {
        ReadOnlySpan<int> live = _mdp.Live;
        double[] matrix = new double[live.Length * live.Length];
        for (int i = 0; i < live.Length; i++)
        {
            Span<double> row = matrix.AsSpan(i * live.Length, live.Length);
            for (int a = 0; a < _mdp.Actions; a++)
            {
                double chance = _mdp.Discount * _policy[(live[i] * _mdp.Actions) + a];
                ReadOnlySpan<double> next = _mdp.Next(live[i], a);
                for (int j = 0; j < live.Length; j++)
                {
                    row[j] -= chance * next[live[j]];
                }
            }

            row[i] += 1;
        }

        return new DenseLu(matrix, live.Length);
    }

    private double[] Solve()
    {
        double[] values = new double[_mdp.States];
        for (int s = 0; s < values.Length; s++)
        {
            values[s] = _mdp.IsLive(s) ? 0 : _mdp.Rewards[s * _mdp.Actions] / (1 - _mdp.Discount);
        }

        SolveLive(_mdp.Backup(values), values);
        return values;
    }

    /// <summary>The values of the live states from rewards that hold what absorbing states add already.</summary>
    private void SolveLive(ReadOnlySpan<double> rewards, Span<double> values)
    {
        ReadOnlySpan<int> live = _mdp.Live;
        double[] rhs = new double[live.Length];
        for (int i = 0; i < live.Length; i++)
        {
            for (int a = 0; a < _mdp.Actions; a++)
            {
                int pair = (live[i] * _mdp.Actions) + a;
                rhs[i] += _policy[pair] * rewards[pair];
            }
        }

        double[] solution = new double[live.Length];
        _system.Solve(rhs, solution);
        for (int i = 0; i < live.Length; i++)
        {
            values[live[i]] = solution[i];
        }
    }
}
