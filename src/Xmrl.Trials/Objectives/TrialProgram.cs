using Xmrl.Autodiff;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Trials.Objectives;

/// <summary>A surrogate of the head of a policy with memory, with its derivatives by the head's parameters and by the memory that the head
/// observes; compiled once and shared by all workers.</summary>
/// <remarks>The value is Σₜ surrogateₜ + η·Σₜ wₜ·entropy(π(·|hₜ)); the weights w of the mean over samples are already multiplied into the
/// advantages.</remarks>
internal sealed class TrialProgram
{
    /// <summary>Records and compiles.</summary>
    /// <param name="head">The head.</param>
    /// <param name="surrogate">A surrogate of single samples: not one that sums along trajectories.</param>
    /// <param name="hasEntropy">Whether the entropy is added; its weight η is bound with the samples.</param>
    public TrialProgram(IPolicy head, ISurrogate surrogate, bool hasEntropy)
    {
        var tape = new Tape();
        Head = head;
        Memory = tape.Input("memory", head.ObservationSize, Shape.Batch);
        Actions = tape.Input("actions", head.EncodedActionSize, Shape.Batch);
        Advantages = tape.Input("advantages", 1, Shape.Batch);
        Weights = tape.Input("weights", 1, Shape.Batch);
        SampledLogProbability = tape.Input("sampled log-probability", 1, Shape.Batch);
        MeanWeight = tape.Input("mean weight", 1, 1);
        Recording = head.Record(tape, Memory, Actions);
        SampledStatistics =
            [.. Recording.Statistics.Select((node, i) => tape.Input($"statistic {i}", node.Shape.Rows, node.Shape.Columns))];
        Node values = surrogate.Record(new SurrogateInputs
        {
            LogProbability = Recording.LogProbability,
            Advantages = Advantages,
            DiscountedRewards = Advantages,
            DiscountedBaselines = Advantages,
            SampledLogProbability = SampledLogProbability,
        });
        Value = tape.Sum(values);
        EntropyWeight = tape.Input("entropy weight", 1, 1);
        if (hasEntropy)
        {
            Value += EntropyWeight * tape.Dot(Weights, tape.Broadcast(Recording.Entropy!(), Weights.Shape));
        }

        Node[] state = [.. Recording.Parameters, Memory];
        Directions = Recording.DirectionInputs("direction");
        MemoryDirection = tape.Input("memory direction", head.ObservationSize, Shape.Batch);
        Node[] moves = [.. Directions, MemoryDirection];
        Gradient = tape.Gradient(Value, state);
        GradientMoves = tape.Tangent(Gradient, state, moves);
        Divergence = tape.Dot(Weights, Recording.DivergenceFrom(SampledStatistics));

        Node[] statistics = [.. Recording.Statistics];
        Node[] metric = Recording.FisherMetric(tape.Tangent(statistics, state, moves));
        Fisher = tape.VectorJacobian(statistics, [.. metric.Select(Weighted)], state);

        ValueProgram = tape.Compile([Value]);
        GradientProgram = tape.Compile([Value, .. Gradient]);
        GradientMovesProgram = tape.Compile([.. Gradient, .. GradientMoves]);
        FisherProgram = tape.Compile([.. Fisher]);
        DivergenceProgram = tape.Compile([Value, Divergence]);
        ReferenceProgram = tape.Compile([Recording.LogProbability, .. Recording.Statistics]);

        // What a narrow statistic such as log σ says of every sample alike counts with the mean weight.
        Node Weighted(Node metric) => metric.Shape.IsWide
            ? metric * tape.Broadcast(Weights, metric.Shape)
            : metric * tape.Broadcast(MeanWeight, metric.Shape);
    }

    /// <summary>The head.</summary>
    public IPolicy Head { get; }

    /// <summary>h after each step. Shape [M, samples].</summary>
    public Node Memory { get; }

    /// <summary>Encoded actions.</summary>
    public Node Actions { get; }

    /// <summary>Aₜ, weighted.</summary>
    public Node Advantages { get; }

    /// <summary>Weight wₜ of every sample.</summary>
    public Node Weights { get; }

    /// <summary>Mean of wₜ over the columns.</summary>
    public Node MeanWeight { get; }

    /// <summary>Weight η of the entropy.</summary>
    public Node EntropyWeight { get; }

    /// <summary>ln π_old.</summary>
    public Node SampledLogProbability { get; }

    /// <summary>Statistics of π_old.</summary>
    public Node[] SampledStatistics { get; }

    /// <summary>The head on the tape.</summary>
    public PolicyRecording Recording { get; }

    /// <summary>One direction per tensor of the head.</summary>
    public Node[] Directions { get; }

    /// <summary>Direction of the memory.</summary>
    public Node MemoryDirection { get; }

    /// <summary>The objective's share of the samples.</summary>
    public Node Value { get; }

    /// <summary>Weighted sum of KL(π_old ‖ π_θ) in nats.</summary>
    public Node Divergence { get; }

    /// <summary>By the head's tensors, then by the memory.</summary>
    public Node[] Gradient { get; }

    /// <summary>How <see cref="Gradient"/> moves along the directions.</summary>
    public Node[] GradientMoves { get; }

    /// <summary>Jᵀ·M·J along the directions: by the head's tensors, then by the memory.</summary>
    public Node[] Fisher { get; }

    /// <summary>Computes <see cref="Value"/>.</summary>
    public TapeProgram ValueProgram { get; }

    /// <summary>Computes <see cref="Value"/> and <see cref="Gradient"/>.</summary>
    public TapeProgram GradientProgram { get; }

    /// <summary>Computes <see cref="Gradient"/> and <see cref="GradientMoves"/>.</summary>
    public TapeProgram GradientMovesProgram { get; }

    /// <summary>Computes <see cref="Fisher"/>.</summary>
    public TapeProgram FisherProgram { get; }

    /// <summary>Computes <see cref="Value"/> and <see cref="Divergence"/>.</summary>
    public TapeProgram DivergenceProgram { get; }

    /// <summary>Computes log-probabilities and statistics.</summary>
    public TapeProgram ReferenceProgram { get; }
}
