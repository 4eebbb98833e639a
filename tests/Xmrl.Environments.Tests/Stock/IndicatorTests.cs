using System.Collections.Immutable;
using Xmrl.Environments.Stock.Indicators;
using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Environments.Tests.Stock;

/// <summary>Every indicator against values computed by hand; the working is beside each.</summary>
public sealed class IndicatorTests
{
    /// <summary>A few roundings of double.</summary>
    private const double Tolerance = 1e-12;

    [Fact]
    public void Simple_GrowingWindow_AveragesWhatThereIs()
        => Values(4, to => MovingAverage.Simple([1, 2, 3, 4], 3, to)).ShouldBe([1, 1.5, 2, 3], Tolerance);

    [Fact]
    public void Exponential_AlphaHalf_HasNormalisedWeights() =>
        // (2 + 1/2)/(3/2) and (4 + 2/2 + 1/4)/(7/4).
        Values(3, to => MovingAverage.Exponential([1, 2, 4], 0.5, to)).ShouldBe([1, 5.0 / 3, 3], Tolerance);

    [Fact]
    public void MovingAverageConvergence_TwoDays_IsDifferenceOfBothMeans() =>
        // EMA12 = (2 + 11/13)/(1 + 11/13) = 37/24; EMA26 = (2 + 25/27)/(1 + 25/27) = 79/52.
        Values(2, to => MovingAverageConvergence.Compute([1, 2], to)).ShouldBe([0, (37.0 / 24) - (79.0 / 52)], Tolerance);

    [Fact]
    public void BollingerBands_ThreeDays_AreTwoSampleDeviationsApart()
    {
        double[] upper = new double[3];
        double[] lower = new double[3];
        BollingerBands.Compute([1, 3, 5], upper, lower);

        // Means 1, 2, 3; sample deviations –, √2, 2.
        upper.ShouldBe([1, 2 + (2 * Math.Sqrt(2)), 7], Tolerance);
        lower.ShouldBe([1, 2 - (2 * Math.Sqrt(2)), -1], Tolerance);
    }

    [Fact]
    public void BollingerBands_TwentyEqualDays_ForgetTheDayBefore()
    {
        double[] closes = [100, .. Enumerable.Repeat(2.0, 20)];
        double[] upper = new double[21];
        double[] lower = new double[21];
        BollingerBands.Compute(closes, upper, lower);
        upper[19].ShouldBeGreaterThan(2.5);
        upper[20].ShouldBe(2, Tolerance);
        lower[20].ShouldBe(2, Tolerance);
    }

    [Fact]
    public void RelativeStrength_TwoDays_IsShareOfRises() =>
        // Rises 0, 1, 0, 2, falls 0, 0, ½, 0; with α = ½ their means are 0, 2/3, 2/7, 2.25/1.875 and 0, 0, 2/7, 0.25/1.875.
        Values(4, to => RelativeStrength.Compute([10, 11, 10.5, 12.5], 2, to)).ShouldBe([50, 100, 50, 90], Tolerance);

    [Fact]
    public void CommodityChannel_ThreeDays_IsInUnitsOfMeanDeviation() =>
        // Typical prices 1, 2, 6: means 1, 1.5, 3, mean deviations 0, 0.5, 2.
        Values(3, to => CommodityChannel.Compute(Flat(1, 2, 6), 3, to)).ShouldBe([0, 0.5 / (0.015 * 0.5), 100], 1e-9);

    [Fact]
    public void CommodityChannel_TypicalPrice_IsMeanOfHighLowAndClose()
    {
        PriceSeries series = Flat(1, 2, 6) with { High = [2, 2, 7], Low = [0.5, 1, 5], Close = [0.5, 3, 6] };
        Values(3, to => CommodityChannel.Compute(series, 3, to))[2].ShouldBe(100, 1e-9);
    }

    [Fact]
    public void DirectionalMovement_FourDays_ComparesUpAndDown()
    {
        // Day 1: up 2 against −1. Day 2: up 1 against down 2, which counts. Day 3: neither. With α = ½: P = 0, 2/1.5, 1/1.75, 0.5/1.875; N
        // = 0, 0, 2/1.75, 1/1.875.
        PriceSeries series = Flat(9.5, 11, 9, 9) with { High = [10, 12, 13, 12], Low = [9, 10, 8, 8.5] };
        Values(4, to => DirectionalMovement.Compute(series, 2, to)).ShouldBe([0, 100, 100.0 / 3, 100.0 / 3], 1e-9);
    }

    [Fact]
    public void Turbulence_OneTicker_IsSquaredDistanceInDeviations()
    {
        // Returns 0.1, −0.1, then 0.2: mean 0, variance 0.02/1, distance 0.04/0.02.
        PriceHistory history = History(Flat(100, 110, 99, 118.8));
        Turbulence.Compute(history, 2).ShouldBe([0, 0, 0, 2], 1e-9);
    }

    [Fact]
    public void Turbulence_UncorrelatedTickers_AddsUp()
    {
        // Returns ±1 % and ±2 % without correlation: variances 4a²/3; today a and 2b: 3/4 + 3.
        PriceHistory history = History(Path("A", 0.01, 0.01, -0.01, -0.01, 0.01), Path("B", 0.02, -0.02, 0.02, -0.02, 0.04));
        Turbulence.Compute(history, 4)[5].ShouldBe(3.75, 1e-4, "the shrinkage of 1e-6 and rounding of the returns");
    }

    [Fact]
    public void Turbulence_TickersThatMoveAsOne_CountOnce()
    {
        double alone = Turbulence.Compute(History(Path("A", 0.01, -0.02, 0.015, 0.03)), 3)[4];
        double twice = Turbulence.Compute(History(Path("A", 0.01, -0.02, 0.015, 0.03), Path("B", 0.01, -0.02, 0.015, 0.03)), 3)[4];
        twice.ShouldBe(alone, 1e-4 * alone);
    }

    [Fact]
    public void Turbulence_TickerThatNeverMoved_IsLeftOut()
    {
        double alone = Turbulence.Compute(History(Path("A", 0.01, -0.02, 0.015, 0.03)), 3)[4];
        Turbulence.Compute(History(Path("A", 0.01, -0.02, 0.015, 0.03), Path("B", 0, 0, 0, 0.5)), 3)[4].ShouldBe(alone, 1e-9);
    }

    [Fact]
    public void Compute_WrongLengths_Throws()
    {
        Should.Throw<ArgumentException>(
            () => MovingAverage.Simple([1, 2], 1, new double[3])).Message.ShouldContain("shape [3]; expected [2]");
        Should.Throw<ArgumentException>(() => MovingAverage.Exponential([1, 2], double.NaN, new double[2])).Message.ShouldContain("NaN");
    }

    /// <summary>A series whose open, high, low and close are the same.</summary>
    internal static PriceSeries Flat(params double[] closes) => Named("A", closes);

    internal static PriceHistory History(params PriceSeries[] series) =>
        new([.. Enumerable.Range(0, series[0].Close.Length).Select(new DateOnly(2020, 1, 1).AddDays)], [.. series]);

    private static PriceSeries Path(string ticker, params double[] returns)
    {
        double close = 100;
        return Named(ticker, [close, .. returns.Select(value => close *= 1 + value)]);
    }

    private static PriceSeries Named(string ticker, double[] closes)
    {
        ImmutableArray<double> prices = [.. closes];
        return new PriceSeries { Ticker = ticker, Open = prices, High = prices, Low = prices, Close = prices };
    }

    private static double[] Values(int days, Action<double[]> compute)
    {
        double[] values = new double[days];
        compute(values);
        return values;
    }
}
