using System.Collections.Immutable;
using Xmrl.Contracts;
using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Stock;

/// <summary>Two tickers whose prices are known by heart: after a long restless past, A closes at 10, 11, 12 and B at 20, 20, 19.</summary>
internal static class SmallMarket
{
    internal static readonly double[][] Closes = [[10, 11, 12], [20, 20, 19]];

    private const int Past = 300;

    internal static StockMarket Create()
    {
        DateOnly first = new(2021, 1, 1);
        ImmutableArray<DateOnly> dates = [.. Enumerable.Range(-Past, Past + Closes[0].Length).Select(first.AddDays)];
        return new StockMarket(new PriceHistory(dates, [Series("A", 0), Series("B", 1)]), first, dates[^1]);
    }

    /// <summary>The task whose threshold is far below or far above the turbulence of the first day.</summary>
    internal static MdpTask Task(double threshold) => new() { EnvironmentId = StockFamily.Id, Parameters = [threshold] };

    internal static StockFamily Family(StockOptions? options = null) =>
        new(Create(), (options ?? new StockOptions()) with { LowThreshold = 0, HighThreshold = 1000 });

    /// <summary>Resets copy 0 and steps it once.</summary>
    internal static StepBuffers StepOnce(IEnvironment environment, params double[] actions)
    {
        StepBuffers buffers = new(environment.Spec, 1);
        environment.Reset([0], default, buffers.Observations);
        Act(environment, buffers, actions);
        return buffers;
    }

    internal static void Act(IEnvironment environment, StepBuffers buffers, params double[] actions)
    {
        for (int i = 0; i < actions.Length; i++)
        {
            buffers.Actions[i] = (Real)actions[i];
        }

        environment.Step([0], buffers.Actions, buffers.Result);
    }

    /// <summary>A state as <see cref="IMixable"/> holds it: accounts in full precision, then the days and λ.</summary>
    internal static Real[] State(double cash, double heldA, double heldB, double day, double? otherDay = null, double lambda = 1)
    {
        Real[] account = new Real[3 * StateNumbers.Parts];
        StateNumbers.Write([cash, heldA, heldB], account);
        return [.. account, (Real)day, (Real)(otherDay ?? day), (Real)lambda];
    }

    /// <summary>Cash and holdings of copy 0 in full precision. Shape [3].</summary>
    internal static double[] Account(IEnvironment environment)
    {
        var mixable = (IMixable)environment;
        Real[] state = new Real[mixable.StateSize];
        mixable.ReadStates([0], state);
        double[] account = new double[3];
        StateNumbers.Read(state.AsSpan(0, 3 * StateNumbers.Parts), account);
        return account;
    }

    private static PriceSeries Series(string ticker, int index)
    {
        // A alternates daily, B every second day: uncorrelated returns of about 1 %.
        double level = Closes[index][0];
        IEnumerable<double> past = Enumerable.Range(0, Past).Select(t => level * (((index == 0 ? t : t / 2) % 2) == 0 ? 1 : 1.01));
        ImmutableArray<double> prices = [.. past, .. Closes[index]];
        return new PriceSeries { Ticker = ticker, Open = prices, High = prices, Low = prices, Close = prices };
    }
}
