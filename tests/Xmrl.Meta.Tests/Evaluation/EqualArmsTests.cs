using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Evaluation;

/// <summary>Where every arm always pays the same, adaptation has nothing to learn.</summary>
public sealed class EqualArmsTests
{
    [Theory]
    [InlineData(0, 0, 20)]
    [InlineData(0.5, 0, 20)]
    [InlineData(0.99, 0, 20)]
    [InlineData(0.99, 1, 20)]
    [InlineData(1, 1, 20)]
    [InlineData(0.99, 1, 1)]
    public void Adapted_AllArmsPayTheSame_StaysWhereItIs(double discount, double trace, int trajectories)
    {
        (Real[] theta, Real[] adapted) = Adapt(1, discount, trace, trajectories);
        adapted.ShouldBe(theta);
        (theta, adapted) = Adapt(0, discount, trace, trajectories);
        adapted.ShouldBe(theta);
    }

    [Fact]
    public void Adapted_OneArmPaysMore_Moves()
    {
        (Real[] theta, Real[] adapted) = Adapt(null, 0.99, 1, 20);
        adapted.ShouldNotBe(theta);
    }

    private static (Real[] Theta, Real[] Adapted) Adapt(double? rate, double discount, double trace, int trajectories)
    {
        var family = new BernoulliBanditFamily();
        double[] rates = [.. Enumerable.Repeat(rate ?? 0, family.Options.Arms)];
        rates[0] = rate ?? 1;
        var task = new MdpTask { EnvironmentId = family.Spec.Id, Index = 0, Parameters = [.. rates] };
        var policy = new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec));
        var theta = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), theta);
        using var pool = new WorkPool(1);
        var options = new LearnerOptions
        {
            InnerStepSize = 10,
            Trajectories = trajectories,
            InnerBatch = new BatchOptions { Gae = new GaeOptions { Discount = discount, Lambda = trace } },
        };
        using var learner = new GradientLearner(family, policy, options, () => new LinearTimeFeatures(1), pool);
        var evaluation = new EvaluationOptions { Steps = 1, AdaptationTrajectories = trajectories };
        return (theta, new AdaptationEvaluator(learner).Adapted(theta, task, evaluation, RandomKey.FromSeed(5)));
    }
}
