using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Surrogates;

/// <summary>Samples of one task, ready to be differentiated: normalised observations, actions and weighted advantages, trajectory after
/// trajectory.</summary>
public sealed class SampleBatch
{
    private readonly AlignedBuffer _memory;
    private readonly int _stride;

    /// <summary>Allocates a batch.</summary>
    /// <param name="observationSize">O, the number of components of an observation.</param>
    /// <param name="actionSize">Number of components of an encoded action (<see cref="Policies.IPolicy.EncodedActionSize"/>): A of real
    /// actions, k of choices.</param>
    /// <param name="starts">First sample of each trajectory, then the number of samples n. Shape [N + 1].</param>
    /// <exception cref="ArgumentException">No trajectories, or starts that do not ascend from 0.</exception>
    public SampleBatch(int observationSize, int actionSize, int[] starts)
    {
        if (starts.Length < 2 || starts[0] != 0 || starts.Zip(starts.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new ArgumentException("A batch needs at least one trajectory, and starts that ascend strictly from 0.", nameof(starts));
        }

        Starts = starts;
        ObservationSize = observationSize;
        ActionSize = actionSize;
        _stride = AlignedBuffer.PaddedStride(Samples);
        _memory = new AlignedBuffer((observationSize + actionSize) * _stride);
        Advantages = new Real[Samples];
        DiscountedRewards = new Real[Samples];
        DiscountedBaselines = new Real[Samples];
    }

    private SampleBatch(SampleBatch samples, Real[] advantages)
    {
        Starts = samples.Starts;
        ObservationSize = samples.ObservationSize;
        ActionSize = samples.ActionSize;
        _stride = samples._stride;
        _memory = samples._memory;
        Advantages = advantages;
        DiscountedRewards = samples.DiscountedRewards;
        DiscountedBaselines = samples.DiscountedBaselines;
        Sampled = samples.Sampled;
    }

    /// <summary>First sample of each trajectory, then n. Shape [N + 1].</summary>
    public int[] Starts { get; }

    /// <summary>O, the number of components of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>Number of components of an encoded action: A of real actions, k of choices.</summary>
    public int ActionSize { get; }

    /// <summary>n, the number of samples.</summary>
    public int Samples => Starts[^1];

    /// <summary>N, the number of trajectories.</summary>
    public int Trajectories => Starts.Length - 1;

    /// <summary>Normalised observations. Shape [O, n].</summary>
    public Matrix Observations => new(_memory.Span, ObservationSize, Samples, _stride);

    /// <summary>Encoded actions. Shape [encoded size, n].</summary>
    public Matrix Actions => new(_memory.Span[(ObservationSize * _stride)..], ActionSize, Samples, _stride);

    /// <summary>Aₜ times the weight of its sample. Shape [n].</summary>
    public Real[] Advantages { get; }

    /// <summary>γᵗrₜ times the weight of its sample. Shape [n].</summary>
    public Real[] DiscountedRewards { get; }

    /// <summary>γᵗV(sₜ) times the weight of its sample. Shape [n].</summary>
    public Real[] DiscountedBaselines { get; }

    /// <summary>The policy that sampled, kept for importance ratios and divergences; empty until
    /// <see cref="SurrogateEvaluator.Remember"/>.</summary>
    public Reference? Sampled { get; internal set; }

    /// <summary>This batch followed by another of the same sizes.</summary>
    /// <param name="other">The other batch.</param>
    /// <returns>A new batch: own samples first.</returns>
    public SampleBatch Union(SampleBatch other)
    {
        if (other.ObservationSize != ObservationSize || other.ActionSize != ActionSize)
        {
            throw new ArgumentException(
                $"The batch has {ObservationSize} observations and {ActionSize} actions; the other has {other.ObservationSize} and "
                    + $"{other.ActionSize}.",
                nameof(other));
        }

        var union = new SampleBatch(ObservationSize, ActionSize, [.. Starts, .. other.Starts.Skip(1).Select(start => Samples + start)]);
        Place(this, 0);
        Place(other, Samples);
        return union;

        void Place(SampleBatch part, int offset)
        {
            for (int row = 0; row < ObservationSize; row++)
            {
                part.Observations.Row(row).CopyTo(union.Observations.Row(row)[offset..]);
            }

            for (int row = 0; row < ActionSize; row++)
            {
                part.Actions.Row(row).CopyTo(union.Actions.Row(row)[offset..]);
            }

            part.Advantages.CopyTo(union.Advantages.AsSpan(offset));
            part.DiscountedRewards.CopyTo(union.DiscountedRewards.AsSpan(offset));
            part.DiscountedBaselines.CopyTo(union.DiscountedBaselines.AsSpan(offset));
        }
    }

    /// <summary>The same samples, in the same memory, with other advantages.</summary>
    /// <param name="advantages">Weighted advantages, kept. Shape [n].</param>
    /// <returns>A view of this batch.</returns>
    internal SampleBatch With(Real[] advantages) => new(this, advantages);

    /// <summary>Multiplies the weight of every sample.</summary>
    /// <param name="factor">Factor, ≥ 0.</param>
    public void Scale(double factor)
    {
        for (int i = 0; i < Samples; i++)
        {
            Advantages[i] = (Real)(Advantages[i] * factor);
            DiscountedRewards[i] = (Real)(DiscountedRewards[i] * factor);
            DiscountedBaselines[i] = (Real)(DiscountedBaselines[i] * factor);
        }
    }

    /// <summary>Distribution and log-probabilities of the policy that sampled.</summary>
    /// <param name="LogProbabilities">ln π_old(aₜ|sₜ). Shape [n].</param>
    /// <param name="Statistics">What <see cref="Policies.PolicyRecording.Statistics"/> were, row after row, packed.</param>
    public sealed record Reference(Real[] LogProbabilities, IReadOnlyList<Real[]> Statistics);
}
