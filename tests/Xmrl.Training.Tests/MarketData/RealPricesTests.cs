using Xmrl.Environments.Stock;
using Xmrl.Training.MarketData;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.MarketData;

public sealed class RealPricesTests
{
    [RealPricesFact]
    public void Family_DowJones2021_HasThirtyTickersAndAWholeYear()
    {
        PriceFile file = PriceFile.Read(RealPricesFactAttribute.FilePath!);
        file.Faults.ShouldBeEmpty();
        PriceAudit.Of(file).MissingDays.ShouldBeEmpty();

        var settings = new MarketSettings { Data = file.Path };
        PriceReview review = MarketFactory.Review(file, settings);
        review.Problem.ShouldBeNull();
        review.Warnings.ShouldBeEmpty();

        StockFamily family = MarketFactory.Family(settings);

        (family.Market.Tickers.Length, family.Spec.ObservationSize, family.Spec.Horizon).ShouldBe((30, 302, 251));
        family.Market.Turbulence.ToArray().ShouldAllBe(value => value > 0 && value < 1000);
    }
}
