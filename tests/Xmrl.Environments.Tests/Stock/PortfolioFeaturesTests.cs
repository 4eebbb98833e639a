using Xmrl.Environments.Drone;
using Xmrl.Environments.Stock;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Environments.Tests.Stock;

public sealed class PortfolioFeaturesTests
{
    /// <summary>A few roundings in float.</summary>
    private const double RealTolerance = 1e-5;

    [Fact]
    public void Fill_OneState_GivesPricesHoldingsCashAndTurbulence()
    {
        StockFamily family = SmallMarket.Family(new StockOptions { InitialCash = 1000 });
        PortfolioFeatures features = new(family.Spec);
        Real[] observation = new Real[family.Spec.ObservationSize];
        var environment = family.Create(SmallMarket.Task(10), 1);
        ((Rl.Environments.IMixable)environment).Restore([0], SmallMarket.State(250, 10, 5, day: 1), observation, new bool[1]);

        Real[] filled = new Real[features.Count];
        features.Fill(new ConstMatrix(observation, observation.Length, 1), [], new Matrix(filled, features.Count, 1));

        features.Count.ShouldBe(7);

        // Prices in units of a fifth of the close before the period (10.1 and 20.2); 10 A at 11 and 5 B at 20 in units of half the initial
        // cash.
        ((double)filled[0]).ShouldBe((11 - 10.1) / (0.2 * 10.1), RealTolerance);
        ((double)filled[2]).ShouldBe(110 * 2 / 1000.0, RealTolerance);
        ((double)filled[3]).ShouldBe(100 * 2 / 1000.0, RealTolerance);
        ((double)filled[4]).ShouldBe(0.25, RealTolerance);
        ((double)filled[5]).ShouldBe((family.Market.Turbulence[1] - 500) / 20, 1e-3);
        filled[6].ShouldBe((Real)1);
    }

    [Fact]
    public void Constructor_OtherEnvironment_Throws()
        => Should.Throw<ArgumentException>(() => new PortfolioFeatures(new DroneFamily().Spec)).Message.ShouldContain("Drone-v1");
}
