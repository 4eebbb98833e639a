using Xmrl.Autodiff;
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
    /// <param name="divergence">Forward or reverse to subtract a weighted divergence from the policy at a centre in the mixed states;
    /// between parameters for the surrogate alone.</param>
    public MixingProgram(
        IPolicy policy, ISurrogate surrogate, bool holdsBase = false, ProximalDivergence divergence = ProximalDivergence.Parameters)
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
        Node values = surrogate.Record(new SurrogateInputs
        {
            LogProbability = Recording.LogProbability,
            Advantages = advantages,
            DiscountedRewards = advantages,
            DiscountedBaselines = tape.Constant(0, Advantages.Shape),
            SampledLogProbability = sampled,
            BaseLogProbability = sampled,
        });
        Weight = tape.Input("divergence weight", 1, 1);
        if (divergence != ProximalDivergence.Parameters)
        {
            MetaPolicy = policy.Record(tape, mixed, Actions);
            Node distance = Recording.Divergence(divergence, MetaPolicy);
            values -= tape.Broadcast(Weight, distance.Shape) * distance;
        }

        Node value = tape.Sum(values);
        Node[] parameters = [.. Recording.Parameters];
        FirstDirection = Recording.DirectionInputs("first direction");
        SecondDirection = Recording.DirectionInputs("second direction");
        Node[] gradient = tape.Gradient(value, parameters);
        Node[] curvature = tape.VectorJacobian(gradient, FirstDirection, parameters);
        GradientSlope = tape.VectorJacobian(gradient, FirstDirection, [Lambda])[0];
        CurvatureSlope = tape.VectorJacobian(curvature, SecondDirection, [Lambda])[0];
        MetaDirection = [];
        if (MetaPolicy is { } meta)
        {
            // Together with the move of the meta-policy: ∂_λ[yᵀ(G_θθ·t + G_θφ·u)] along y, t and u.
            MetaDirection = meta.DirectionInputs("direction of the meta-policy");
            Node[] cross = tape.VectorJacobian(gradient, FirstDirection, [.. meta.Parameters]);
            CurvatureSlope = tape.VectorJacobian([.. curvature, .. cross], [.. SecondDirection, .. MetaDirection], [Lambda])[0];
        }

        GradientProgram = tape.Compile([GradientSlope]);
        CurvatureProgram = tape.Compile([CurvatureSlope]);
    }

    internal IPolicy Policy { get; }

    internal PolicyRecording Recording { get; }

    /// <summary>The policy that sampled; null where it is the one evaluated.</summary>
    internal PolicyRecording? Base { get; }

    /// <summary>The meta-policy that a divergence pulls to; null without one.</summary>
    internal PolicyRecording? MetaPolicy { get; }

    /// <summary>Weight of the divergence of one sample. Shape [1, 1].</summary>
    internal Node Weight { get; }

    internal Node First { get; }

    internal Node Second { get; }

    internal Node Lambda { get; }

    internal Node Centre { get; }

    internal Node Actions { get; }

    internal Node Advantages { get; }

    internal Node Slopes { get; }

    internal Node[] FirstDirection { get; }

    internal Node[] SecondDirection { get; }

    /// <summary>A direction of the meta-policy; empty without one.</summary>
    internal Node[] MetaDirection { get; }

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
