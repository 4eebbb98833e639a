using Xmrl.Autodiff;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Surrogates;

/// <summary>One surrogate of one policy, with its derivatives up to the third, compiled once and shared by all workers.</summary>
public sealed class SurrogateProgram
{
    private readonly Lazy<(Node Moves, TapeProgram Program)> _sampleMoves;

    /// <summary>Records and compiles.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="holdBase">False for surrogates on the data of π_θ itself. True to hold <see cref="SurrogateInputs.BaseLogProbability"/>
    /// at the policy that sampled (batches must remember it), for parameters other than those that sampled.</param>
    /// <param name="divergence">Forward or reverse to subtract a weighted divergence from the policy at a centre, which the evaluator is
    /// given; between parameters for the surrogate alone.</param>
    /// <exception cref="ArgumentException">The policy cannot give the divergence.</exception>
    public SurrogateProgram(
        IPolicy policy, ISurrogate surrogate, bool holdBase = false, ProximalDivergence divergence = ProximalDivergence.Parameters)
    {
        Policy = policy;
        Surrogate = surrogate;
        var tape = new Tape();
        Observations = tape.Input("observations", policy.ObservationSize, Shape.Batch);
        Actions = tape.Input("actions", policy.EncodedActionSize, Shape.Batch);
        Advantages = tape.Input("advantages", 1, Shape.Batch);
        DiscountedRewards = tape.Input("discounted rewards", 1, Shape.Batch);
        DiscountedBaselines = tape.Input("discounted baselines", 1, Shape.Batch);
        SampledLogProbability = tape.Input("sampled log-probability", 1, Shape.Batch);
        Recording = policy.Record(tape, Observations, Actions);
        SampledStatistics =
        [
            .. Recording.Statistics.Select((node, i) => tape.Input($"sampled statistic {i}", node.Shape.Rows, node.Shape.Columns)),
        ];
        SampleValues = surrogate.Record(new SurrogateInputs
        {
            LogProbability = Recording.LogProbability,
            Advantages = Advantages,
            DiscountedRewards = DiscountedRewards,
            DiscountedBaselines = DiscountedBaselines,
            SampledLogProbability = SampledLogProbability,
            BaseLogProbability = holdBase ? SampledLogProbability : default,
        });
        PolicyRecording? centre = null;
        Node weight = default;
        if (divergence != ProximalDivergence.Parameters)
        {
            centre = policy.Record(tape, Observations, Actions);
            weight = tape.Input("divergence weight", 1, 1);
            Node distance = Recording.Divergence(divergence, centre);
            SampleValues -= tape.Broadcast(weight, distance.Shape) * distance;
        }

        Value = tape.Sum(SampleValues);
        Node[] parameters = [.. Recording.Parameters];
        FirstDirection = Recording.DirectionInputs("first direction");
        SecondDirection = Recording.DirectionInputs("second direction");
        Gradient = tape.Gradient(Value, parameters);
        Node[] hessianProduct = tape.VectorJacobian(Gradient, FirstDirection, parameters);
        Node[] thirdProduct = tape.VectorJacobian(hessianProduct, SecondDirection, parameters);

        Divergence = tape.Sum(Recording.DivergenceFrom(SampledStatistics));
        DivergenceGradient = tape.Gradient(Divergence, parameters);
        Node[] fisherProduct = Recording.FisherProduct(FirstDirection);

        ValueProgram = tape.Compile([Value]);
        GradientProgram = tape.Compile([Value, .. Gradient]);
        Hessian = CurvatureProgram.Compile(tape, hessianProduct, FirstDirection);
        Third = CurvatureProgram.Compile(tape, thirdProduct, SecondDirection);
        Fisher = CurvatureProgram.Compile(tape, fisherProduct, FirstDirection, isMean: true);
        DivergenceProgram = tape.Compile([Value, Divergence]);
        DivergenceGradientProgram = tape.Compile([Divergence, .. DivergenceGradient]);
        ReferenceProgram = tape.Compile([Recording.LogProbability, .. Recording.Statistics]);
        _sampleMoves = new(() =>
        {
            Node moves = tape.Tangent([SampleValues], parameters, FirstDirection)[0];
            return (moves, tape.Compile([moves]));
        });
        Proximal = centre is null ? null : new ProximalProgram(this, centre, weight, hessianProduct);
    }

    /// <summary>The policy.</summary>
    public IPolicy Policy { get; }

    /// <summary>The surrogate.</summary>
    public ISurrogate Surrogate { get; }

    internal PolicyRecording Recording { get; }

    internal Node Observations { get; }

    internal Node Actions { get; }

    internal Node Advantages { get; }

    internal Node DiscountedRewards { get; }

    internal Node DiscountedBaselines { get; }

    internal Node SampledLogProbability { get; }

    internal Node[] SampledStatistics { get; }

    /// <summary>The surrogate per sample. Shape [1, samples].</summary>
    internal Node SampleValues { get; }

    internal Node Value { get; }

    internal Node Divergence { get; }

    internal Node[] FirstDirection { get; }

    internal Node[] SecondDirection { get; }

    internal Node[] Gradient { get; }

    internal TapeProgram ValueProgram { get; }

    internal TapeProgram GradientProgram { get; }

    internal CurvatureProgram Hessian { get; }

    internal CurvatureProgram Third { get; }

    internal CurvatureProgram Fisher { get; }

    internal TapeProgram DivergenceProgram { get; }

    internal Node[] DivergenceGradient { get; }

    internal TapeProgram DivergenceGradientProgram { get; }

    internal TapeProgram ReferenceProgram { get; }

    /// <summary>How the surrogate of every sample moves along the first direction. Shape [1, samples].</summary>
    internal Node SampleMoves => _sampleMoves.Value.Moves;

    internal TapeProgram SampleMovesProgram => _sampleMoves.Value.Program;

    /// <summary>Derivatives by the centre; null for the surrogate alone.</summary>
    internal ProximalProgram? Proximal { get; }
}
