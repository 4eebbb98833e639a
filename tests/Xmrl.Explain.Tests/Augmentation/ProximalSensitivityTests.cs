#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Environments.Navigation2D;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>∂_λ of u·∇_θ J̄(θ′; λ) of implicit MAML and BO-MRL against differences of the implicit hyper-gradient on rollouts mixed again
/// at other λ, in double.</summary>
public sealed class ProximalSensitivityTests
{
    /// <summary>Central differences of fourth order with a step of 1e-4, around solves to a residual of 1e-11.</summary>
    private const double DifferenceTolerance = 1e-5;

    private const double Lambda = 0.4;

    [Theory]
    [InlineData(nameof(LowVarianceCurvature), true, ProximalDivergence.Parameters, ProximalOrder.Implicit)]
    [InlineData(nameof(LowVarianceCurvature), false, ProximalDivergence.Parameters, ProximalOrder.Implicit)]
    [InlineData(nameof(Score), true, ProximalDivergence.Parameters, ProximalOrder.Implicit)]
    [InlineData(nameof(LowVarianceCurvature), true, ProximalDivergence.Forward, ProximalOrder.Implicit)]
    [InlineData(nameof(Score), false, ProximalDivergence.Forward, ProximalOrder.Implicit)]
    [InlineData(nameof(LowVarianceCurvature), true, ProximalDivergence.Reverse, ProximalOrder.Implicit)]
    [InlineData(nameof(Score), true, ProximalDivergence.Reverse, ProximalOrder.Implicit)]
    [InlineData(nameof(LowVarianceCurvature), true, ProximalDivergence.Reverse, ProximalOrder.First)]
    public void Derivative_FixedSamples_EqualsDifferencesOfTheHyperGradient(
        string surrogate, bool interpolates, ProximalDivergence divergence, ProximalOrder order)
    {
        Navigation2DFamily family = new();
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [3], InitialLogStd = 0 });
        var proximal = new ProximalOptions
        {
            Divergence = divergence,
            Order = order,
            Strength = 200,
            MaximumSteps = 60,
            Tolerance = 1e-11,
            SolverSteps = 200,
            SolverTolerance = 1e-13,
        };
        using WorkPool pool = new(1);
        using GradientLearner learner = new(
            family,
            policy,
            new LearnerOptions
            {
                Proximal = proximal,
                InnerSurrogate = MixedSet.Surrogate(surrogate),
                OuterSurrogate = MixedSet.Surrogate(surrogate),
            },
            () => new RadialFeatures(),
            pool);
        // The layers of a network must bend, and its advantages be small, for a problem with a KL divergence to be concave.
        bool bends = divergence != ProximalDivergence.Parameters;
        Real[] theta = RandomBatch.Parameters(policy, 2, bends ? 1 : 0.4);
        double[] u = RandomBatch.Direction(policy.ParameterCount, 3);
        SampleBatch[] own = [.. Enumerable.Range(0, 2).Select(k => RandomBatch.Create(policy, (ulong)(20 + k), 36, 33))];
        MixedSet[] mixed = [.. Enumerable.Range(0, 2).Select(k => new MixedSet(policy, (ulong)(40 + k), 49, interpolates))];
        var heldOuter = new SurrogateEvaluator(new SurrogateProgram(policy, learner.Options.OuterSurrogate, true));
        learner.Run(1, (worker, _) =>
        {
            AdaptationData sampled = Adapted(worker, Lambda, null);
            var outcome = new TaskOutcome { Data = sampled, Added = [.. mixed.Select(set => set.At(Lambda))] };
            double difference = Differences.Along(x => [HyperGradient(worker, sampled, x[0])], [Lambda], [1])[0];

            double derivative = new ProximalSensitivity(
                worker,
                proximal,
                new MixingEvaluator(new MixingProgram(policy, learner.Options.InnerSurrogate, holdsBase: true, divergence)),
                new MixingEvaluator(new MixingProgram(policy, learner.Options.OuterSurrogate))).Derivative(outcome, u);

            derivative.ShouldBe(difference, DifferenceTolerance * Math.Abs(difference));
        });

        AdaptationData Adapted(GradientWorker worker, double lambda, AdaptationData? sampled)
        {
            SampleBatch batch = mixed[0].Union(own[0], lambda);
            worker.Inner.Remember(theta, batch);
            (Real[] adapted, double residual) = new ProximalStep(worker.HeldInner, proximal).Step(theta, batch);
            residual.ShouldBeLessThan(1e-9);
            SampleBatch last = mixed[1].Union(own[1], lambda);
            worker.Outer.Remember(sampled?.Path[^1] ?? adapted, last);
            return new AdaptationData { Path = [theta, adapted], Inner = [batch], Outer = last };
        }

        double HyperGradient(GradientWorker worker, AdaptationData sampled, double lambda)
        {
            var gradient = new double[u.Length];
            new ProximalObjective(worker.HeldInner, heldOuter, proximal, Adapted(worker, lambda, sampled)).Gradient(theta, gradient);
            return u.Zip(gradient, (a, b) => a * b).Sum();
        }
    }
}
#endif
