using Xmrl.Benchmarks.Training;
using Xmrl.Environments.Navigation2D;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;

namespace Xmrl.Cli.Tests;

/// <summary>The formula of the gradients' work against figures worked out by hand and against the products that were executed.</summary>
public sealed class GradientWorkTests
{
    /// <summary>What may be executed beyond the formula: forward and backward values that Hessian products, Fisher products and ratios
    /// compute again, a half of the gradient's work at most where there is one Hessian product.</summary>
    private const double MostWithAdam = 1.5;

    /// <summary>The same, spread over many products.</summary>
    private const double MostWithTrustRegion = 1.15;

    /// <summary>Layers 2→3→1: 12 and 6 operations per sample.</summary>
    [Fact]
    public void Passes_TwoLayers_AreThoseOfTheFormula()
    {
        GradientWork work = new(new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [3] }));

        work.Forward.ShouldBe(12 + 6);
        work.Gradient.ShouldBe(18 + 18 + 6, "forward, weight gradients, input gradient of the last layer");
        work.Hessian.ShouldBe(18 + 6 + 6 + 6 + 18 + 6, "V·a, W·ȧ, Wᵀδ̇, Vᵀδ, δ̇·aᵀ, δ·ȧᵀ");
        work.Fisher.ShouldBe(18 + 6 + 6 + 18, "V·a, W·ȧ, Wᵀδ, δ·aᵀ");
    }

    [Fact]
    public void Iteration_Counts_AreMultiplied()
    {
        GradientWork work = new(new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [3] }));

        work.Iteration(new GradientCounts(10, 0, 0, 0)).ShouldBe(10 * (42 + 60));
        work.Iteration(new GradientCounts(0, 10, 0, 0)).ShouldBe(10 * 42);
        work.Iteration(new GradientCounts(10, 100, 3, 2))
            .ShouldBe((10 * (42 + 60 + (3 * 120) + (2 * 42))) + (100 * (42 + (3 * 48) + (2 * 18))));
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Iteration_Adam_IsBelowWhatIsExecuted(Activation activation)
    {
        GradientOuterStep step = new(new Adam(Parameters(activation), new AdamOptions()), new OuterSchedule(0.01, 1, 1).Cosine(), 1);
        (double needed, double executed, _) = Measure(activation, step);

        executed.ShouldBeInRange(needed, MostWithAdam * needed);
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Iteration_TrustRegion_IsBelowWhatIsExecuted(Activation activation)
    {
        (double needed, double executed, GradientCounts counts) = Measure(
            activation, new TrustRegionOuterStep(new TrustRegionOptions { ConjugateGradientSteps = 7 }));

        counts.FisherProducts.ShouldBe(7);
        counts.Candidates.ShouldBeInRange(1, 15);
        counts.InnerSamples.ShouldBe(2 * 5 * 100);
        counts.OuterSamples.ShouldBe(2 * 5 * 100);
        executed.ShouldBeInRange(needed, MostWithTrustRegion * needed);
    }

    private static (double Needed, double Executed, GradientCounts Counts) Measure(Activation activation, IOuterStep step)
    {
        using WorkPool pool = new(1);
        using GradientLearner learner = new(
            new Navigation2DFamily(), Policy(activation), new LearnerOptions { Trajectories = 5 },
            () => new LinearTimeFeatures(2), pool);
        MeasuredTraining training = new(learner, step, 2);
        MeasuredIteration iteration = training.Iterate(0, CancellationToken.None);
        GradientCounts counts = training.Count(iteration, CancellationToken.None);
        return (new GradientWork(learner.Policy).Iteration(counts), iteration.Executed, counts);
    }

    private static int Parameters(Activation activation) => Policy(activation).ParameterCount;

    private static GaussianMlpPolicy Policy(Activation activation)
        => new(GaussianMlpShape.For(new Navigation2DFamily().Spec) with { HiddenSizes = [32, 32], Activation = activation });
}
