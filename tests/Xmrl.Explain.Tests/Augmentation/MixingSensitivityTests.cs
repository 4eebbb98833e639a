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

/// <summary>∂_λ of u·∇_θ J̄(Adapt(θ; λ); λ) against differences of the analytic hyper-gradient on rollouts mixed again at other λ, in
/// double.</summary>
public sealed class MixingSensitivityTests
{
    /// <summary>Central differences of fourth order with a step of 1e-4, through up to two inner steps.</summary>
    private const double DifferenceTolerance = 1e-7;

    private const double Lambda = 0.4;
    private const int MixedPerRollout = 9;

    public static TheoryData<string, string, int, GradientOrder, bool> Cases { get; } = Combine();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Derivative_FixedSamples_EqualsDifferencesOfTheHyperGradient(
        string inner, string outer, int steps, GradientOrder order, bool interpolates)
    {
        Navigation2DFamily family = new();
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [4, 3], ContextSize = 2, InitialLogStd = 0 });
        using WorkPool pool = new(1);
        using GradientLearner learner = new(
            family,
            policy,
            new LearnerOptions
            {
                InnerSteps = steps,
                InnerStepSize = 0.05,
                ContextStepSize = 0.15,
                GradientOrder = order,
                InnerSurrogate = MixedSet.Surrogate(inner),
                OuterSurrogate = MixedSet.Surrogate(outer),
            },
            () => new RadialFeatures(),
            pool);
        Real[] theta = RandomBatch.Parameters(policy, 2);
        double[] u = RandomBatch.Direction(policy.ParameterCount, 3);
        SampleBatch[] own = [.. Enumerable.Range(0, steps + 1).Select(k => RandomBatch.Create(policy, (ulong)(20 + k), 6, 3))];
        MixedSet[] mixed =
            [.. Enumerable.Range(0, steps + 1).Select(k => new MixedSet(policy, (ulong)(40 + k), MixedPerRollout, interpolates))];
        var heldInner = new SurrogateEvaluator(new SurrogateProgram(policy, learner.Options.InnerSurrogate, true));
        var heldOuter = new SurrogateEvaluator(new SurrogateProgram(policy, learner.Options.OuterSurrogate, true));
        learner.Run(1, (worker, _) =>
        {
            TaskOutcome outcome = Collected(worker);
            double difference = Differences.Along(x => [HyperGradient(worker, outcome.Data.Path, x[0])], [Lambda], [1])[0];
            var sensitivity = new MixingSensitivity(
                learner,
                worker,
                new MixingEvaluator(new MixingProgram(policy, learner.Options.InnerSurrogate)),
                new MixingEvaluator(new MixingProgram(policy, learner.Options.OuterSurrogate)));
            sensitivity.Derivative(outcome, u).ShouldBe(difference, DifferenceTolerance * Math.Abs(difference));
        });

        TaskOutcome Collected(GradientWorker worker)
        {
            var path = new List<Real[]> { theta };
            var batches = new List<SampleBatch>();
            var gradient = new double[u.Length];
            for (int k = 0; k < steps; k++)
            {
                batches.Add(mixed[k].Union(own[k], Lambda));
                worker.Inner.ValueAndGradient(path[^1], batches[^1], gradient);
                path.Add(learner.InnerStep.Apply(path[^1], gradient));
            }

            return new TaskOutcome
            {
                Data = new AdaptationData { Path = path, Inner = batches, Outer = mixed[steps].Union(own[steps], Lambda) },
                Added = [.. mixed.Select(set => set.At(Lambda))],
            };
        }

        // The adapted parameters move with λ, the policies that sampled do not: base log-probabilities are theirs, in the states mixed with
        // λ.
        double HyperGradient(GradientWorker worker, IReadOnlyList<Real[]> sampled, double lambda)
        {
            var path = new List<Real[]> { theta };
            var batches = new List<SampleBatch>();
            var gradient = new double[u.Length];
            for (int k = 0; k < steps; k++)
            {
                batches.Add(mixed[k].Union(own[k], lambda));
                worker.Inner.Remember(sampled[k], batches[^1]);
                heldInner.ValueAndGradient(path[^1], batches[^1], gradient);
                path.Add(learner.InnerStep.Apply(path[^1], gradient));
            }

            SampleBatch last = mixed[steps].Union(own[steps], lambda);
            worker.Outer.Remember(sampled[^1], last);
            var data = new AdaptationData { Path = path, Inner = batches, Outer = last };
            new AdaptedObjective(heldInner, heldOuter, learner.InnerStep, order, data).Gradient(theta, gradient);
            return u.Zip(gradient, (a, b) => a * b).Sum();
        }
    }

    [Theory]
    [InlineData(StepSizeLearning.Fixed, true, 1)]
    [InlineData(StepSizeLearning.Fixed, true, 2)]
    [InlineData(StepSizeLearning.Scalar, false, 2)]
    [InlineData(StepSizeLearning.PerParameter, false, 2)]
    public void Derivative_OtherAdaptationRules_EqualsDifferencesOfTheHyperGradient(StepSizeLearning learning, bool resets, int steps)
    {
        Navigation2DFamily family = new();
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [4, 3], ContextSize = 2, InitialLogStd = 0 });
        using WorkPool pool = new(1);
        using GradientLearner learner = new(
            family,
            policy,
            new LearnerOptions
            {
                InnerSteps = steps,
                InnerStepSize = resets ? 0 : 0.05,
                ContextStepSize = 0.15,
                ResetsContext = resets,
                StepSizeLearning = learning,
            },
            () => new RadialFeatures(),
            pool);
        var meta = new Real[learner.ParameterCount];
        learner.InnerStep.InitialSizes(meta.AsSpan(policy.ParameterCount));
        RandomBatch.Parameters(policy, 2).CopyTo(meta, 0);
        TensorSpec context = policy.Tensor("context");
        if (resets)
        {
            meta.AsSpan(context.Offset, context.Length).Clear();
        }

        double[] u = RandomBatch.Direction(policy.ParameterCount, 3);
        SampleBatch[] own = [.. Enumerable.Range(0, steps + 1).Select(k => RandomBatch.Create(policy, (ulong)(20 + k), 6, 3))];
        MixedSet[] mixed = [.. Enumerable.Range(0, steps + 1).Select(k => new MixedSet(policy, (ulong)(40 + k), MixedPerRollout, true))];
        var heldInner = new SurrogateEvaluator(new SurrogateProgram(policy, learner.Options.InnerSurrogate, true));
        var heldOuter = new SurrogateEvaluator(new SurrogateProgram(policy, learner.Options.OuterSurrogate, true));
        learner.Run(1, (worker, _) =>
        {
            AdaptationData sampled = Adapted(worker, Lambda, null);
            var outcome = new TaskOutcome { Data = sampled, Added = [.. mixed.Select(set => set.At(Lambda))] };
            double difference = Differences.Along(
                x =>
                {
                    var gradient = new double[meta.Length];
                    new AdaptedObjective(
                        heldInner, heldOuter, learner.InnerStep, GradientOrder.SecondOrder,
                        Adapted(worker, x[0], sampled)) { Frozen = resets ? context : null }.Gradient(meta, gradient);
                    return [u.Zip(gradient, (a, b) => a * b).Sum()];
                },
                [Lambda],
                [1])[0];
            var sensitivity = new MixingSensitivity(
                learner,
                worker,
                new MixingEvaluator(new MixingProgram(policy, learner.Options.InnerSurrogate)),
                new MixingEvaluator(new MixingProgram(policy, learner.Options.OuterSurrogate)));
            sensitivity.Derivative(outcome, u).ShouldBe(difference, DifferenceTolerance * Math.Abs(difference));
        });

        AdaptationData Adapted(GradientWorker worker, double lambda, AdaptationData? sampled)
        {
            InnerStep rule = learner.InnerStep.At(meta);
            var path = new List<Real[]> { meta[..policy.ParameterCount] };
            var batches = new List<SampleBatch>();
            var gradient = new double[policy.ParameterCount];
            for (int k = 0; k < steps; k++)
            {
                batches.Add(mixed[k].Union(own[k], lambda));
                worker.Inner.Remember(sampled?.Path[k] ?? path[^1], batches[^1]);
                heldInner.ValueAndGradient(path[^1], batches[^1], gradient);
                path.Add(rule.Apply(path[^1], gradient));
            }

            SampleBatch last = mixed[steps].Union(own[steps], lambda);
            worker.Outer.Remember(sampled?.Path[^1] ?? path[^1], last);
            return new AdaptationData
            {
                Path = path,
                Inner = batches,
                Outer = last,
                MetaParameters = learning == StepSizeLearning.Fixed ? null : meta,
            };
        }
    }

    private static TheoryData<string, string, int, GradientOrder, bool> Combine()
    {
        var data = new TheoryData<string, string, int, GradientOrder, bool>();
        string[] surrogates = [nameof(Score), nameof(LowVarianceCurvature), nameof(Dice)];
        foreach (string inner in surrogates)
        {
            foreach (string outer in surrogates)
            {
                foreach (GradientOrder order in Enum.GetValues<GradientOrder>())
                {
                    data.Add(inner, outer, 1, order, true);
                    data.Add(inner, outer, 2, order, true);
                    data.Add(inner, outer, 2, order, false);
                }
            }
        }

        return data;
    }
}
#endif
