using Xmrl.Contracts;
using Xmrl.Environments.Stock;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Stock;

public sealed class StockEnvironmentTests
{
    /// <summary>Amounts of up to a million in float have 0.06 of rounding; rewards are thousandths of them.</summary>
    private const double AmountTolerance = 0.1;
    private const double RewardTolerance = 1e-4;
    private const double NoThreshold = 1000;

    [Fact]
    public void Reset_Always_IsAllCashOnTheFirstDay()
    {
        StockFamily family = SmallMarket.Family();
        Real[] observation = new Real[family.Spec.ObservationSize];
        family.Create(SmallMarket.Task(NoThreshold), 1).Reset([0], default, observation);

        StockLayout layout = family.Market.Layout;
        observation.Length.ShouldBe(22);
        ((double)observation[layout.Cash]).ShouldBe(1_000_000);
        observation[layout.Prices..layout.Holdings].ShouldBe([10, 20]);
        observation[layout.Holdings..layout.Indicators].ShouldBe([0, 0]);
        ((double)observation[layout.Turbulence]).ShouldBe(family.Market.Turbulence[0], 1e-4);
    }

    [Fact]
    public void Step_Purchase_PaysPriceAndCostAndEarnsTheNextClose()
    {
        // 50 A at 10 cost 500 and 0.5; they are worth 550 the next day.
        StepBuffers buffers = StepOnce(null, 0.5, 0);
        Holding(buffers, 0).ShouldBe(50);
        Cash(buffers).ShouldBe(1_000_000 - 500.5, AmountTolerance);
        ((double)buffers.Rewards[0]).ShouldBe((50 - 0.5) / 1000, RewardTolerance);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1.7)]
    public void Step_FractionOfAShare_IsCutWhereSharesAreWhole(bool whole, double expected) =>
        Holding(StepOnce(new StockOptions { WholeShares = whole }, 0.017, 0), 0).ShouldBe(expected, 1e-6);

    [Fact]
    public void Step_Sale_IsAtMostWhatIsHeld()
    {
        StockFamily family = SmallMarket.Family();
        IEnvironment environment = family.Create(SmallMarket.Task(NoThreshold), 1);
        StepBuffers buffers = SmallMarket.StepOnce(environment, 0.3, 0);
        SmallMarket.Act(environment, buffers, -1, -1);

        // 30 A bought at 10 and sold at 11; B was never held.
        Holding(buffers, 0).ShouldBe(0);
        Holding(buffers, 1).ShouldBe(0);
        Cash(buffers).ShouldBe(1_000_000 - 300.3 + (330 * 0.999), AmountTolerance);
        buffers.Truncated[0].ShouldBeTrue("the third day is the last");
    }

    [Fact]
    public void Step_TooLittleCash_BuysTheMostWantedFirst()
    {
        // 14 B cost 280.28; the 19.72 left pay for one A at 10.01.
        StepBuffers buffers = StepOnce(new StockOptions { InitialCash = 300 }, 0.2, 0.9);
        Holding(buffers, 1).ShouldBe(14);
        Holding(buffers, 0).ShouldBe(1);
        Cash(buffers).ShouldBe(300 - 280.28 - 10.01, 1e-3);
    }

    [Fact]
    public void Step_FractionalSharesAndTooLittleCash_SpendsAllOfIt()
    {
        StepBuffers buffers = StepOnce(new StockOptions { InitialCash = 300, WholeShares = false }, 0.2, 0.9);
        Holding(buffers, 1).ShouldBe(300 / 20.02, 1e-5);
        Holding(buffers, 0).ShouldBe(0, 1e-5);
        Cash(buffers).ShouldBe(0, 1e-3);
    }

    [Fact]
    public void Step_PurchaseAboveTheThreshold_CostsTheAmountBought()
    {
        StockFamily family = SmallMarket.Family(new StockOptions { RiskWeight = 2 });
        double turbulence = family.Market.Turbulence[0];
        turbulence.ShouldBeGreaterThan(0.1);

        double allowed = SmallMarket.StepOnce(family.Create(SmallMarket.Task(turbulence + 0.01), 1), 0.5, 0.1).Rewards[0];
        double punished = SmallMarket.StepOnce(family.Create(SmallMarket.Task(turbulence - 0.01), 1), 0.5, 0.1).Rewards[0];

        // 50 A and 10 B: 500 + 200, twice, in thousands.
        (allowed - punished).ShouldBe(2 * 0.7, RewardTolerance);
    }

    [Fact]
    public void Step_SaleAboveTheThreshold_CostsNothing()
    {
        StockFamily family = SmallMarket.Family();
        IEnvironment environment = family.Create(SmallMarket.Task(0), 1);
        StepBuffers buffers = new(environment.Spec, 1);
        ((IMixable)environment).Restore([0], SmallMarket.State(1000, 10, 0, day: 0), buffers.Observations, new bool[1]);
        SmallMarket.Act(environment, buffers, -0.05, 0);

        // 5 A sold at 10 for 0.05 of costs, 5 rise by 1.
        ((double)buffers.Rewards[0]).ShouldBe((5 - 0.05) / 1000, 1e-6);
    }

    [Fact]
    public void Step_NotANumber_TradesNothing()
    {
        StepBuffers buffers = StepOnce(null, double.NaN, double.PositiveInfinity);
        Holding(buffers, 0).ShouldBe(0);
        Holding(buffers, 1).ShouldBe(100);
    }

    [Fact]
    public void Step_MixedState_TradesAtMixedPricesTodayAndTomorrow()
    {
        StockFamily family = SmallMarket.Family();
        var environment = (IMixable)family.Create(SmallMarket.Task(NoThreshold), 1);
        Real[] first = SmallMarket.State(1000, 10, 0, day: 0);
        Real[] second = SmallMarket.State(2000, 0, 20, day: 1);
        Real[] mixed = new Real[first.Length];
        environment.Mix(first, second, (Real)0.25, mixed);

        mixed.ShouldBe(SmallMarket.State(1750, 2.5, 15, day: 0, otherDay: 1, lambda: 0.25));
        StepBuffers buffers = new(family.Spec, 1);
        bool[] feasible = new bool[1];
        environment.Restore([0], mixed, buffers.Observations, feasible);
        feasible[0].ShouldBeTrue();
        StockLayout layout = family.Market.Layout;
        ((double)buffers.Observations[layout.Prices]).ShouldBe((0.25 * 10) + (0.75 * 11), 1e-5);
        ((double)buffers.Observations[layout.Turbulence])
            .ShouldBe((0.25 * family.Market.Turbulence[0]) + (0.75 * family.Market.Turbulence[1]), 1e-3);

        SmallMarket.Act((IEnvironment)environment, buffers, 0.1, 0);

        // 10 A bought at 10.75 (costs 0.1075); prices go to 0.25·11 + 0.75·12 = 11.75 and from 20 to 0.25·20 + 0.75·19 = 19.25; 12.5 A and
        // 15 B are held.
        ((double)buffers.Rewards[0]).ShouldBe((12.5 - 0.1075 - (15 * 0.75)) / 1000, 1e-5);
        ((double)buffers.Observations[layout.Prices]).ShouldBe(11.75, 1e-5);
        buffers.Truncated[0].ShouldBeTrue("the later day has come to the end");
        Should.Throw<ArgumentException>(
            () => environment.Mix(mixed, first, (Real)0.5, new Real[first.Length])).Message.ShouldContain("mixed again");
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    public void Step_LargeAccount_KeepsEveryCent(double cash)
    {
        StockFamily family = SmallMarket.Family(new StockOptions { InitialCash = cash, MaximumShares = 1, CostRate = 0.001 });
        IEnvironment environment = family.Create(SmallMarket.Task(NoThreshold), 1);

        // One A bought at 10 for 0.01 of costs rises by 1; sold at 11 it costs 0.011.
        StepBuffers buffers = SmallMarket.StepOnce(environment, 1, 0);
        ((double)buffers.Rewards[0]).ShouldBe((1 - 0.01) / 1000, 1e-9);
        SmallMarket.Account(environment)[0].ShouldBe(cash - 10.01, 1e-6);
        SmallMarket.Act(environment, buffers, -1, 0);
        ((double)buffers.Rewards[0]).ShouldBe(-0.011 / 1000, 1e-9);
        SmallMarket.Account(environment)[0].ShouldBe(cash - 10.01 + 10.989, 1e-6);
    }

    [Fact]
    public void Step_MoreSharesThanSinglePrecisionCounts_AddsOne()
    {
        StockFamily family = SmallMarket.Family(new StockOptions { MaximumShares = 1 });
        IEnvironment environment = family.Create(SmallMarket.Task(NoThreshold), 1);
        StepBuffers buffers = new(environment.Spec, 1);
        ((IMixable)environment).Restore([0], SmallMarket.State(1000, 1 << 24, 0, day: 0), buffers.Observations, new bool[1]);
        SmallMarket.Act(environment, buffers, 1, 0);
        SmallMarket.Account(environment)[1].ShouldBe((1 << 24) + 1);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(1, 0, 2)]
    [InlineData(double.NaN, 0, 0)]
    public void Restore_DebtsOrTheLastDay_IsNotFeasible(double cash, double held, double day)
    {
        StockFamily family = SmallMarket.Family();
        bool[] feasible = [true];
        ((IMixable)family.Create(SmallMarket.Task(NoThreshold), 1))
            .Restore([0], SmallMarket.State(cash, held, 0, day), new Real[family.Spec.ObservationSize], feasible);
        feasible[0].ShouldBeFalse();
    }

    [Fact]
    public void Family_ThresholdsInTheWrongOrder_Throws() =>
        Should.Throw<ArgumentException>(
            ()
                => new StockFamily(
                    SmallMarket.Create(), new StockOptions { LowThreshold = 50, HighThreshold = 50 })).Message.ShouldContain("found 50");

    private static StepBuffers StepOnce(StockOptions? options, params double[] actions) =>
        SmallMarket.StepOnce(SmallMarket.Family(options).Create(SmallMarket.Task(NoThreshold), 1), actions);

    private static double Cash(StepBuffers buffers) => buffers.Observations[0];

    private static double Holding(StepBuffers buffers, int ticker) => buffers.Observations[3 + ticker];
}
