using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>The parts of gradient-based learners, each put together once with every kind of outer step.</summary>
public abstract class GradientLearnerContractTests : MetaLearnerContract
{
    private protected abstract LearnerOptions Options { get; }

    protected virtual int ContextSize => 0;

    protected sealed override IMetaLearner CreateLearner(WorkPool pool) => new GradientLearner(
        NoisyWalk.Family,
        new GaussianMlpPolicy(GaussianMlpShape.For(NoisyWalk.Family.Spec) with { HiddenSizes = [6], ContextSize = ContextSize }),
        Options with { Trajectories = 6 }, () => new LinearTimeFeatures(NoisyWalk.Family.Spec.ObservationSize), pool);

    public sealed class TwoSteps : GradientLearnerContractTests
    {
        private protected override LearnerOptions Options => new() { InnerSteps = 2 };
    }

    public sealed class FirstOrderTrustRegion : GradientLearnerContractTests
    {
        private protected override LearnerOptions Options => new()
        {
            GradientOrder = GradientOrder.FirstOrder,
            OuterStep = static (_, _) => new TrustRegionOuterStep(new TrustRegionOptions { Damping = 0.01 }),
        };
    }

    public sealed class SampledCorrection : GradientLearnerContractTests
    {
        private protected override LearnerOptions Options => new()
        {
            InnerSurrogate = new Score(),
            Correction = new SamplingCorrection(),
        };
    }

    public sealed class LearnedStepSizes : GradientLearnerContractTests
    {
        private protected override LearnerOptions Options => new() { StepSizeLearning = StepSizeLearning.PerParameter };
    }

    public sealed class Epochs : GradientLearnerContractTests
    {
        private protected override LearnerOptions Options => new()
        {
            RatioSurrogate = new Clipped(0.3),
            OuterStep = static (schedule, parameters) => new EpochsOuterStep(
                new Adam(parameters, new AdamOptions()), schedule.Cosine(), new EpochOptions { Epochs = 3, Penalty = 0.1 }),
        };
    }

    public sealed class Proximal : GradientLearnerContractTests
    {
        private protected override LearnerOptions Options => new()
        {
            Proximal = new ProximalOptions { Strength = 50, SolverSteps = 60, SolverTolerance = 1e-10 },
        };
    }

    public sealed class Context : GradientLearnerContractTests
    {
        protected override int ContextSize => 2;

        private protected override LearnerOptions Options => new() { InnerStepSize = 0, ContextStepSize = 0.5, ResetsContext = true };
    }
}
