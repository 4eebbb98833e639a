using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Stock;

/// <summary><c>Stock-v1</c>: an account trades the tickers of a market once a day. Tasks differ in the turbulence above which the investor
/// does not want to buy.</summary>
/// <remarks>
/// Task: the threshold, uniform in [45, 50] (xmrl.txt M.5); it is not observed. See <see cref="StockEnvironment"/> for the rules of a step
/// and <see cref="StockLayout"/> for the observation. The fixed normalisation uses prices from before the trading period only.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/2011.09607">Liu et al. (2020), FinRL.</seealso>
public sealed class StockFamily : IEnvironmentFamily, ITaskScene
{
    /// <summary>The id of this environment.</summary>
    public const string Id = "Stock-v1";

    // Units of the fixed normalisation: about the spread of each quantity within a year.
    private const double PriceUnit = 0.2;
    private const double ConvergenceUnit = 0.02;
    private const double StrengthCentre = 50;
    private const double StrengthUnit = 10;
    private const double ChannelUnit = 100;
    private const double DirectionCentre = 20;
    private const double DirectionUnit = 20;
    private const double TurbulenceUnit = 20;

    /// <summary>Builds the family.</summary>
    /// <param name="market">The market; null for <see cref="GeneratedMarket"/>'s default.</param>
    /// <param name="options">Constants; null for the defaults.</param>
    /// <exception cref="ArgumentException">The highest threshold is not above the lowest.</exception>
    public StockFamily(StockMarket? market = null, StockOptions? options = null)
    {
        Market = market ?? GeneratedMarket.Default;
        Options = options ?? new StockOptions();
        if (!(Options.HighThreshold > Options.LowThreshold))
        {
            throw new ArgumentException(
                $"HighThreshold must be above LowThreshold = {Options.LowThreshold}; found {Options.HighThreshold}.", nameof(options));
        }

        (ImmutableArray<double> centre, ImmutableArray<double> scale) = Normalisation();
        Spec = new EnvironmentSpec
        {
            Id = Id,
            RewardVersion = string.Create(
                CultureInfo.InvariantCulture, $"{Options.RewardScale} x (profit - {Options.RiskWeight} x purchases above the threshold)"),
            ObservationSize = Market.Layout.Size,
            ActionSize = Market.Tickers.Length,
            Horizon = Market.Dates.Length - 1,
            TaskParameterNames = ["turbulenceThreshold"],
            TaskParameterRanges = [new(Options.LowThreshold, Options.HighThreshold)],
            ObservationCentre = centre,
            ObservationScale = scale,
            HasSuccess = false,
            ScoreName = "return",
        };
    }

    /// <summary>The market.</summary>
    public StockMarket Market { get; }

    /// <summary>The constants.</summary>
    public StockOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Spec.Validate(task);
        return new StockEnvironment(this, task, copies);
    }

    /// <summary>Difference of the thresholds.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Spec.Validate(first);
        Spec.Validate(second);
        return Math.Abs(first.Parameters[0] - second.Parameters[0]);
    }

    /// <summary>Accounts over the trading period, the turbulence, and the trades of each day.</summary>
    public Scene Scene => StockScene.Of(this);

    /// <summary>The threshold.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Spec.Validate(task);
        return StockScene.Marks(this, task);
    }

    /// <summary>The account, and what was bought and sold.</summary>
    /// <param name="task">A valid task.</param>
    /// <param name="episode">One episode of it.</param>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        Spec.Validate(task);
        return StockTrace.Of(this, task, episode);
    }

    private (ImmutableArray<double> Centre, ImmutableArray<double> Scale) Normalisation()
    {
        StockLayout layout = Market.Layout;
        int n = layout.Tickers;
        double[] centre = new double[layout.Size];
        double[] scale = new double[layout.Size];
        scale[layout.Cash] = 1 / Options.InitialCash;
        centre[layout.Turbulence] = (Options.LowThreshold + Options.HighThreshold) / 2;
        scale[layout.Turbulence] = 1 / TurbulenceUnit;
        for (int i = 0; i < n; i++)
        {
            double price = Market.LastCloses[i];
            Set(layout.Prices, price, PriceUnit * price);
            Set(layout.Holdings, 0, Options.InitialCash / (n * price));
            Set(layout.Indicators, 0, ConvergenceUnit * price);
            Set(layout.Indicators + n, price, PriceUnit * price);
            Set(layout.Indicators + (2 * n), price, PriceUnit * price);
            Set(layout.Indicators + (3 * n), StrengthCentre, StrengthUnit);
            Set(layout.Indicators + (4 * n), 0, ChannelUnit);
            Set(layout.Indicators + (5 * n), DirectionCentre, DirectionUnit);
            Set(layout.Indicators + (6 * n), price, PriceUnit * price);
            Set(layout.Indicators + (7 * n), price, PriceUnit * price);

            void Set(int first, double middle, double unit)
            {
                centre[first + i] = middle;
                scale[first + i] = 1 / unit;
            }
        }

        return ([.. centre], [.. scale]);
    }
}
