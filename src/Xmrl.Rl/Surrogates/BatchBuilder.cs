using Xmrl.Numerics.Linear;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Rl.Surrogates;

/// <summary>Turns rollouts of one task into weighted samples: refits the baseline, estimates advantages, brings them to scale. One per
/// worker.</summary>
/// <param name="policy">The policy, whose normalisation of observations is applied.</param>
/// <param name="baseline">The baseline, refitted per rollout.</param>
public sealed class BatchBuilder(IPolicy policy, LinearBaseline baseline)
{
    private LinearBaseline? _ofState;
    private Real[] _returns = [];
    private Real[] _values = [];
    private Real[] _finalValues = [];
    private int[] _finalTimes = [];
    private double[] _weights = [];

    /// <summary>The baseline as fitted to the last rollout.</summary>
    public LinearBaseline Baseline => baseline;

    /// <summary>V of the state alone, fitted to the rollout of the last <see cref="Build"/>: the baseline itself unless it depends on time,
    /// else one of its <see cref="IValueFeatures.OfState"/> features.</summary>
    /// <param name="rollout">The rollout that the last batch was built from.</param>
    /// <returns>The baseline; V = 0 where its fit fails.</returns>
    public LinearBaseline FitOfState(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        if (!baseline.Features.UsesTime)
        {
            return baseline;
        }

        _ofState ??= new LinearBaseline(baseline.Features.OfState);
        _ofState.Fit(rollout.Observations, [], _returns.AsSpan(0, rollout.Samples));
        return _ofState;
    }

    /// <summary>Builds the batch of a rollout.</summary>
    /// <param name="rollout">On-policy trajectories of one task.</param>
    /// <param name="options">How.</param>
    /// <returns>The batch, and the factor that its advantages were multiplied with after centring (for samples that join it).</returns>
    public (SampleBatch Batch, AdvantageScale Scale) Build(Rollout rollout, BatchOptions options)
    {
        int n = rollout.Samples;
        Grow(ref _returns, n);
        Grow(ref _values, n);
        Grow(ref _finalValues, rollout.Trajectories);
        Grow(ref _finalTimes, rollout.Trajectories);
        PackedTrajectories packed = rollout.Packed;
        DiscountedReturns.Compute(packed, options.Gae.Discount, _returns.AsSpan(0, n));

        // Features that tell the time learn that nothing comes after the limit. Without a discount there is no value beyond it either.
        RidgeFit fit = baseline.Features.TellsTime || options.Gae.Discount == 1
            ? baseline.Fit(rollout.Observations, rollout.Times, _returns.AsSpan(0, n))
            : baseline.FitBeyondLimit(rollout.Observations, rollout.FinalObservations, packed, _returns.AsSpan(0, n), options.Gae.Discount);
        if (fit.Status == CholeskyStatus.Factored)
        {
            baseline.PredictFitted(rollout.Observations, rollout.Times, _values.AsSpan(0, n));
            for (int j = 0; j < rollout.Trajectories; j++)
            {
                _finalTimes[j] = rollout.Starts[j + 1] - rollout.Starts[j];
            }

            baseline.Predict(
                rollout.FinalObservations, _finalTimes.AsSpan(0, rollout.Trajectories), _finalValues.AsSpan(0, rollout.Trajectories));
            if (!baseline.Features.TellsTime && options.Gae.Discount == 1)
            {
                // V is the return until the limit, so the advantages end there too.
                _finalValues.AsSpan(0, rollout.Trajectories).Clear();
            }
        }
        else
        {
            // Without a baseline the estimator is still right, only noisier.
            _values.AsSpan(0, n).Clear();
            _finalValues.AsSpan(0, rollout.Trajectories).Clear();
        }

        var batch = new SampleBatch(policy.ObservationSize, policy.EncodedActionSize, rollout.Starts.ToArray());
        policy.Normalize(rollout.Observations, batch.Observations);
        policy.EncodeActions(rollout.Actions, batch.Actions);

        GeneralizedAdvantage.Compute(
            packed, _values.AsSpan(0, n), _finalValues.AsSpan(0, rollout.Trajectories), options.Gae, batch.Advantages);
        double resolution = AdvantageResolution.Of(packed, _returns.AsSpan(0, n), _values.AsSpan(0, n));
        AdvantageScale scale = AdvantageScale.Of(batch.Advantages, options, rollout.Trajectories, resolution);
        Discount(rollout, options.Gae.Discount, scale.Factor, batch);
        scale.Apply(batch.Advantages);
        return (batch, scale);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }

    private void Discount(Rollout rollout, double discount, double factor, SampleBatch batch)
    {
        int longest = 0;
        for (int j = 0; j < rollout.Trajectories; j++)
        {
            longest = Math.Max(longest, rollout.Starts[j + 1] - rollout.Starts[j]);
        }

        // Every trajectory begins with the same weight, so the powers of the longest serve all.
        Grow(ref _weights, longest);
        double weight = factor;
        for (int t = 0; t < longest; t++)
        {
            _weights[t] = weight;
            weight *= discount;
        }

        for (int j = 0; j < rollout.Trajectories; j++)
        {
            int first = rollout.Starts[j];
            ReadOnlySpan<double> weights = _weights.AsSpan(0, rollout.Starts[j + 1] - first);
            Multiply(weights, rollout.Rewards.Slice(first, weights.Length), batch.DiscountedRewards.AsSpan(first, weights.Length));
            Multiply(weights, _values.AsSpan(first, weights.Length), batch.DiscountedBaselines.AsSpan(first, weights.Length));
        }
    }

    private static void Multiply(ReadOnlySpan<double> weights, ReadOnlySpan<Real> numbers, Span<Real> products)
    {
        for (int t = 0; t < weights.Length; t++)
        {
            products[t] = (Real)(weights[t] * numbers[t]);
        }
    }
}
