using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Stock;

/// <summary>φ = [normalised prices, value of each holding, cash, turbulence, 1]: depends on the state alone, so it has a value at mixed
/// states too.</summary>
/// <remarks>2n + 3 features instead of the 2·(10n + 2) + 4 of <see cref="LinearTimeFeatures"/>: with 30 tickers a fit of 63 coefficients
/// instead of 608. The indicators are left out: they follow from prices, and the prices of a day already tell it from other days.</remarks>
/// <param name="spec">Specification of <c>Stock-v1</c>, whose normalisation is used.</param>
internal sealed class PortfolioFeatures(EnvironmentSpec spec) : IValueFeatures
{
    private readonly StockLayout _layout = StockLayout.Of(spec.ObservationSize)
        ?? throw new ArgumentException(
            $"Portfolio features belong to observations of Stock-v1; {spec.Id} has {spec.ObservationSize} components.", nameof(spec));

    /// <summary>2n + 3.</summary>
    public int Count => (2 * _layout.Tickers) + 3;

    /// <inheritdoc/>
    public bool UsesTime => false;

    /// <summary>True: every episode meets the same prices day by day, so that they tell the day, and the account is counted on the last
    /// one.</summary>
    public bool TellsTime => true;

    /// <summary>False: prices move together.</summary>
    public bool AllowsSinglePrecisionSums => false;

    /// <summary>1 (ours): prices are nearly collinear, and a rollout has thousands of samples.</summary>
    public double DefaultRegularization => 1;

    /// <inheritdoc/>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features)
    {
        int n = _layout.Tickers;
        for (int i = 0; i < n; i++)
        {
            Normalise(observations, _layout.Prices + i, features.Row(i));
            ReadOnlySpan<Real> prices = observations.Row(_layout.Prices + i);
            ReadOnlySpan<Real> holdings = observations.Row(_layout.Holdings + i);
            Span<Real> values = features.Row(n + i);
            var unit = (Real)(n * spec.ObservationScale[_layout.Cash]);
            for (int j = 0; j < values.Length; j++)
            {
                values[j] = holdings[j] * prices[j] * unit;
            }
        }

        Normalise(observations, _layout.Cash, features.Row(2 * n));
        Normalise(observations, _layout.Turbulence, features.Row((2 * n) + 1));
        features.Row((2 * n) + 2).Fill(1);
    }

    private void Normalise(ConstMatrix observations, int component, Span<Real> normalised)
    {
        var centre = (Real)spec.ObservationCentre[component];
        var scale = (Real)spec.ObservationScale[component];
        ReadOnlySpan<Real> raw = observations.Row(component);
        for (int j = 0; j < normalised.Length; j++)
        {
            normalised[j] = (raw[j] - centre) * scale;
        }
    }
}
