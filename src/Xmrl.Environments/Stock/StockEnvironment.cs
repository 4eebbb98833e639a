using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Stock;

/// <summary>Copies of one <c>Stock-v1</c> task.</summary>
/// <remarks>
/// One step on day t, at that day's closing prices, in this order:
/// <list type="number">
/// <item>Each component of the action is clipped to ±1 (NaN counts as 0) and times <see cref="StockOptions.MaximumShares"/> is the wanted
/// trade in shares, cut towards zero where shares are whole.</item>
/// <item>Sales first: at most what is held. Then purchases: if cash, less costs, does not pay for all of them, in descending order of the
/// action (ties: in ticker order), each as far as cash goes.</item>
/// <item>p₁ is the account's value (cash and holdings) at the closing prices of day t + 1 less its value before trading; costs are in
/// it.</item>
/// <item>p₂ is <see cref="StockOptions.RiskWeight"/> times the amount spent on purchases if the turbulence of day t is above the task's
/// threshold, else 0. r = RewardScale·(p₁ − p₂).</item>
/// <item>The episode is truncated on the last day of the period.</item>
/// </list>
/// Accounts are kept in double precision, so that no cent of a large one is lost; observations and rewards are of type <see cref="Real"/>.
/// The state is (cash, holdings, day, other day, w), cash and holdings as <see cref="StateNumbers"/>: a visited state has w = 1 and twice
/// the same day, a mixed one the market w·day + (1 − w)·other day, in prices, indicators and turbulence, today and on every day after it.
/// An episode begun in a mixed state ends when one of its days is the last.
/// </remarks>
internal sealed class StockEnvironment : IEnvironment, IMixable
{
    private const int DayEntries = 3;

    private readonly StockMarket _market;
    private readonly StockOptions _options;
    private readonly StepCounter _counter;
    private readonly double _threshold;
    private readonly int _tickers;
    private readonly double[] _cash;
    private readonly double[] _holdings;
    private readonly int[] _day;
    private readonly int[] _otherDay;
    private readonly Real[] _weight;
    private readonly Real[] _today;
    private readonly Real[] _tomorrow;
    private readonly double[] _account;
    private readonly double[] _otherAccount;
    private readonly double[] _wanted;
    private readonly double[] _order;
    private readonly int[] _ranked;

    public StockEnvironment(StockFamily family, MdpTask task, int copies)
    {
        Spec = family.Spec;
        MdpTask = task;
        _market = family.Market;
        _options = family.Options;
        _counter = new StepCounter(copies, family.Spec.Horizon);
        _threshold = task.Parameters[0];
        _tickers = _market.Tickers.Length;
        _cash = new double[copies];
        _holdings = new double[copies * _tickers];
        _day = new int[copies];
        _otherDay = new int[copies];
        _weight = new Real[copies];
        _today = new Real[_market.DaySize];
        _tomorrow = new Real[_market.DaySize];
        _account = new double[1 + _tickers];
        _otherAccount = new double[1 + _tickers];
        _wanted = new double[_tickers];
        _order = new double[_tickers];
        _ranked = new int[_tickers];
    }

    public EnvironmentSpec Spec { get; }

    public MdpTask MdpTask { get; }

    public int Copies => _counter.Copies;

    public int StateSize => AccountSize + DayEntries;

    /// <summary>Entries of a state that hold cash and holdings; they come first.</summary>
    private int AccountSize => (1 + _tickers) * StateNumbers.Parts;

    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            _counter.Begin(copy);
            _cash[copy] = _options.InitialCash;
            _holdings.AsSpan(copy * _tickers, _tickers).Clear();
            _day[copy] = 0;
            _otherDay[copy] = 0;
            _weight[copy] = 1;
            Observe(copy, _market.Day(0), observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
        }
    }

    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        int last = _market.Dates.Length - 1;
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            _ = _counter.Running(copy);
            ReadOnlySpan<Real> today = MarketOf(copy, 0, _today);
            ReadOnlySpan<Real> tomorrow = MarketOf(copy, 1, _tomorrow);
            double before = Value(copy, today);
            double bought = Trade(copy, actions.Slice(i * _tickers, _tickers), today);
            double profit = Value(copy, tomorrow) - before;
            double risk = today[^1] > _threshold ? _options.RiskWeight * bought : 0;

            _day[copy]++;
            _otherDay[copy]++;
            bool ends = _day[copy] >= last || _otherDay[copy] >= last;
            result.Rewards[i] = (Real)(_options.RewardScale * (profit - risk));
            result.Truncated[i] = _counter.Advance(copy, ends) || ends;
            Observe(copy, tomorrow, result.Observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
        }

        result.Terminated[..copies.Length].Clear();
        result.Succeeded[..copies.Length].Clear();
    }

    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            Span<Real> state = states.Slice(i * StateSize, StateSize);
            _account[0] = _cash[copy];
            _holdings.AsSpan(copy * _tickers, _tickers).CopyTo(_account.AsSpan(1));
            StateNumbers.Write(_account, state[..AccountSize]);
            state[^3] = _day[copy];
            state[^2] = _otherDay[copy];
            state[^1] = _weight[copy];
        }
    }

    /// <summary>Cash and holdings convexly; the market becomes w·(day of s) + (1 − w)·(day of s′), next-day prices included. Holdings keep
    /// their fractions also where shares are whole.</summary>
    /// <exception cref="ArgumentException">One of the states is itself mixed from two days.</exception>
    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
    {
        ConvexStates.Mix(first, second, weight, mixed);
        if (weight is 0 or 1)
        {
            return;
        }

        if (first[^3] != first[^2] || second[^3] != second[^2])
        {
            throw new ArgumentException("A state that is mixed from two days cannot be mixed again.", nameof(first));
        }

        StateNumbers.Read(first[..AccountSize], _account);
        StateNumbers.Read(second[..AccountSize], _otherAccount);
        for (int k = 0; k < _account.Length; k++)
        {
            _account[k] = (weight * _account[k]) + ((1 - weight) * _otherAccount[k]);
        }

        StateNumbers.Write(_account, mixed[..AccountSize]);
        mixed[^3] = first[^3];
        mixed[^2] = second[^3];
        mixed[^1] = first[^3] == second[^3] ? 1 : weight;
    }

    /// <summary>Feasible are finite accounts without debts on days before the last.</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        int last = _market.Dates.Length - 1;
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            ReadOnlySpan<Real> state = states.Slice(i * StateSize, StateSize);
            bool fits = state[^3] >= 0 && state[^3] < last && state[^2] >= 0 && state[^2] < last && state[^1] >= 0 && state[^1] <= 1;
            StateNumbers.Read(state[..AccountSize], _account);
            foreach (double amount in _account)
            {
                fits &= amount >= 0 && double.IsFinite(amount);
            }

            _counter.Begin(copy);
            _cash[copy] = _account[0];
            _account.AsSpan(1).CopyTo(_holdings.AsSpan(copy * _tickers));
            _day[copy] = fits ? (int)state[^3] : 0;
            _otherDay[copy] = fits ? (int)state[^2] : 0;
            _weight[copy] = fits ? state[^1] : 1;
            feasible[i] = fits;
            Observe(copy, MarketOf(copy, 0, _today), observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
        }
    }

    /// <summary>The market that a copy sees so many days from now; blended into the buffer where its state is mixed.</summary>
    private ReadOnlySpan<Real> MarketOf(int copy, int ahead, Span<Real> buffer)
    {
        ReadOnlySpan<Real> day = _market.Day(_day[copy] + ahead);
        if (_day[copy] == _otherDay[copy])
        {
            return day;
        }

        ConvexStates.Mix(day, _market.Day(_otherDay[copy] + ahead), _weight[copy], buffer);
        return buffer;
    }

    private double Value(int copy, ReadOnlySpan<Real> market)
    {
        double value = _cash[copy];
        ReadOnlySpan<double> holdings = _holdings.AsSpan(copy * _tickers, _tickers);
        ReadOnlySpan<Real> prices = market[..holdings.Length];
        for (int k = 0; k < holdings.Length; k++)
        {
            value += holdings[k] * prices[k];
        }

        return value;
    }

    /// <summary>Sells, then buys.</summary>
    /// <returns>The amount spent on purchases, without costs.</returns>
    private double Trade(int copy, ReadOnlySpan<Real> actions, ReadOnlySpan<Real> prices)
    {
        Span<double> holdings = _holdings.AsSpan(copy * _tickers, _tickers);
        double cash = _cash[copy];
        double wantedAmount = 0;
        int buys = 0;
        for (int k = 0; k < holdings.Length; k++)
        {
            double action = Real.IsNaN(actions[k]) ? 0 : Math.Clamp((double)actions[k], -1, 1);
            double shares = action * _options.MaximumShares;
            shares = _options.WholeShares ? Math.Truncate(shares) : shares;
            if (shares < 0)
            {
                double sold = Math.Min(-shares, holdings[k]);
                holdings[k] -= sold;
                cash += sold * prices[k] * (1 - _options.CostRate);
            }
            else if (shares > 0)
            {
                _wanted[k] = shares;
                _ranked[buys] = k;
                _order[buys++] = -action;
                wantedAmount += shares * prices[k] * (1 + _options.CostRate);
            }
        }

        if (wantedAmount > cash)
        {
            Rank(buys);
        }

        double bought = 0;
        for (int b = 0; b < buys; b++)
        {
            int k = _ranked[b];
            double affordable = cash / (prices[k] * (1 + _options.CostRate));
            double shares = Math.Min(_wanted[k], _options.WholeShares ? Math.Floor(affordable) : affordable);
            double amount = shares * prices[k];
            holdings[k] += shares;
            cash = Math.Max(0, cash - (amount * (1 + _options.CostRate)));
            bought += amount;
        }

        _cash[copy] = cash;
        return bought;
    }

    /// <summary>Orders the purchases by descending action; stable, and few enough for insertion.</summary>
    private void Rank(int buys)
    {
        for (int i = 1; i < buys; i++)
        {
            (double key, int ticker) = (_order[i], _ranked[i]);
            int k = i;
            for (; k > 0 && _order[k - 1] > key; k--)
            {
                _order[k] = _order[k - 1];
                _ranked[k] = _ranked[k - 1];
            }

            _order[k] = key;
            _ranked[k] = ticker;
        }
    }

    private void Observe(int copy, ReadOnlySpan<Real> market, Span<Real> observation)
    {
        observation[0] = (Real)_cash[copy];
        market[.._tickers].CopyTo(observation[1..]);
        for (int k = 0; k < _tickers; k++)
        {
            observation[1 + _tickers + k] = (Real)_holdings[(copy * _tickers) + k];
        }

        market[_tickers..].CopyTo(observation[(1 + (2 * _tickers))..]);
    }
}
