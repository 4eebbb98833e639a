using Xmrl.Numerics.Autodiff;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Augmentation;

/// <summary>Derivatives of a surrogate on mixed samples with respect to the mixing coefficient, through s̄(λ) and Ā(λ); compiled once and
/// shared.</summary>
/// <remarks>What Lemma 5 of the paper writes out by hand follows here from differentiating the recorded surrogate.</remarks>
internal sealed class MixingProgram
{
    /// <summary>Records and compiles.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="holdsBase">False where the samples come from the policy at the parameters that are evaluated. True for other
    /// parameters: the denominators of ratios are then those of the policy that sampled, in the same mixed states.</param>
    public MixingProgram(IPolicy policy, ISurrogate surrogate, bool holdsBase = false)
    {
        Policy = policy;
        var tape = new Tape();
        int o = policy.ObservationSize;
        First = tape.Input("first states", o, Shape.Batch);
        Second = tape.Input("second states", o, Shape.Batch);
        Lambda = tape.Input("lambda", 1, 1);
        Centre = tape.Input("lambda of the samples", 1, 1);
        Actions = tape.Input("actions", policy.EncodedActionSize, Shape.Batch);
        Advantages = tape.Input("advantages", 1, Shape.Batch);
        Slopes = tape.Input("advantage slopes", 1, Shape.Batch);

        // s̄ = s′ + λ(s − s′);  Ā(λ) = Ā(λ₀) + (λ − λ₀)·∂Ā/∂λ, exact because Ā is affine in λ.
        Node mixed = Second + (tape.Broadcast(Lambda, First.Shape) * (First - Second));
        Node advantages = Advantages + (tape.Broadcast(Lambda - Centre, Advantages.Shape) * Slopes);
        Recording = policy.Record(tape, mixed, Actions);

        Base = holdsBase ? policy.Record(tape, mixed, Actions) : null;
        Node sampled = Base?.LogProbability ?? Following(tape, mixed);
        Node value = tape.Sum(surrogate.Record(new SurrogateInputs
        {
            LogProbability = Recording.LogProbability,
            Advantages = advantages,
            DiscountedRewards = advantages,
            DiscountedBaselines = tape.Constant(0, Advantages.Shape),
            SampledLogProbability = sampled,
            BaseLogProbability = sampled,
        }));
        Node[] parameters = [.. Recording.Parameters];
        FirstDirection = Recording.DirectionInputs("first direction");
        SecondDirection = Recording.DirectionInputs("second direction");
        Node[] gradient = tape.Gradient(value, parameters);
        Node[] curvature = tape.VectorJacobian(gradient, FirstDirection, parameters);
        GradientSlope = tape.VectorJacobian(gradient, FirstDirection, [Lambda])[0];
        CurvatureSlope = tape.VectorJacobian(curvature, SecondDirection, [Lambda])[0];
        GradientProgram = tape.Compile([GradientSlope]);
        CurvatureProgram = tape.Compile([CurvatureSlope]);
    }

    internal IPolicy Policy { get; }

    internal PolicyRecording Recording { get; }

    /// <summary>The policy that sampled; null where it is the one evaluated.</summary>
    internal PolicyRecording? Base { get; }

    internal Node First { get; }

    internal Node Second { get; }

    internal Node Lambda { get; }

    internal Node Centre { get; }

    internal Node Actions { get; }

    internal Node Advantages { get; }

    internal Node Slopes { get; }

    internal Node[] FirstDirection { get; }

    internal Node[] SecondDirection { get; }

    internal Node GradientSlope { get; }

    internal Node CurvatureSlope { get; }

    internal TapeProgram GradientProgram { get; }

    internal TapeProgram CurvatureProgram { get; }

    /// <summary>At every λ the samples come from the policy itself: the denominators of ratios follow λ, though not θ, and all ratios stay
    /// 1.</summary>
    private Node Following(Tape tape, Node mixed)
    {
        Node score = tape.Gradient(tape.Sum(Recording.LogProbability), mixed)[0];
        Node slope = tape.StopGradient(tape.SumFeatures(score * (First - Second)));
        return tape.StopGradient(Recording.LogProbability) + (tape.Broadcast(Lambda - Centre, slope.Shape) * slope);
    }
}
