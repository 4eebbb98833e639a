using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Objectives;

namespace Xmrl.Trials.Tests.Objectives;

public sealed class TrialEvaluatorTests
{
    private const bool IsDouble = sizeof(Real) == sizeof(double);

    [Fact]
    public void Remember_ThenValue_HasRatioOneAtEveryStep()
    {
        var harness = new TrialHarness();
        TrialBlock block = harness.Block(9, 4, 7);
        TrialEvaluator evaluator = harness.Evaluator(window: 3);
        evaluator.Remember(harness.Parameters, block);
        (double value, double divergence) = evaluator.ValueAndDivergence(harness.Parameters, block);
        value.ShouldBe(block.Advantages.Sum(advantage => (double)advantage), IsDouble ? 1e-12 : 1e-5);
        divergence.ShouldBe(0, IsDouble ? 1e-12 : 1e-6);
    }

    /// <summary>The bonus is the weight times the policy's own entropy, and a Gaussian's does not depend on what it observes.</summary>
    [Fact]
    public void Value_Entropy_IsAddedOnceAndLeavesAdvantagesAlone()
    {
        var harness = new TrialHarness();
        TrialBlock block = harness.Block(9, 4, 7);
        harness.Evaluator().Remember(harness.Parameters, block);
        Real[] advantages = [.. block.Advantages];
        var head = (GaussianMlpPolicy)harness.Policy.Head;
        var deviations = new Real[head.ActionSize];
        head.StandardDeviations(harness.Parameters.AsSpan(harness.Policy.HeadOffset), deviations);
        double entropy = deviations.Sum(deviation => Math.Log(deviation) + (0.5 * Math.Log(2 * Math.PI * Math.E)));
        double weights = block.Weights.Sum(weight => (double)weight);
        double without = Value(0);

        foreach (double coefficient in (double[])[0.001, 0.2])
        {
            (Value(coefficient) - without).ShouldBe(coefficient * weights * entropy, IsDouble ? 1e-12 : 1e-5);
        }

        block.Advantages.ShouldBe(advantages);

        double Value(double coefficient)
            => harness.Evaluator(window: 3, entropy: coefficient).ValueAndDivergence(harness.Parameters, block).Value;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void Gradient_WindowsWithCarriedAdjoint_EqualTheWholeTrial(int window)
    {
        var harness = new TrialHarness(hidden: [5]);
        TrialBlock block = harness.Block(9, 4, 7);
        harness.Evaluator().Remember(harness.Parameters, block);
        double[] whole = harness.Gradient(harness.Evaluator(), block);
        double[] parts = harness.Gradient(harness.Evaluator(window), block);
        for (int i = 0; i < whole.Length; i++)
        {
            parts[i].ShouldBe(whole[i], (IsDouble ? 1e-12 : 2e-5) * (1 + Math.Abs(whole[i])), $"parameter {i}");
        }
    }

    [Fact]
    public void Gradient_TrialsOfSeveralLengths_EqualsSumOfSeparateOnes()
    {
        var harness = new TrialHarness();
        TrialBlock block = harness.Block(3, 30, 11);
        TrialEvaluator evaluator = harness.Evaluator(window: 8, entropy: 0.1);
        evaluator.Remember(harness.Parameters, block);
        double[] whole = harness.Gradient(evaluator, block);
        double[] sum = new double[whole.Length];
        for (int trial = 0; trial < block.Trials; trial++)
        {
            double[] part = harness.Gradient(evaluator, block.Select([trial]));
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += part[i];
            }
        }

        for (int i = 0; i < whole.Length; i++)
        {
            sum[i].ShouldBe(whole[i], (IsDouble ? 1e-12 : 2e-5) * (1 + Math.Abs(whole[i])), $"parameter {i}");
        }
    }

    [Fact]
    public void LogProbabilities_OfATrial_HaveEqualBitsWhateverIsBesideIt()
    {
        var harness = new TrialHarness(hidden: [6], memory: 16);
        TrialBlock block = harness.Block([.. Enumerable.Range(0, TrialBlock.MostTrials).Select(trial => 5 + (trial % 7))]);
        TrialEvaluator evaluator = harness.Evaluator(window: 4);
        evaluator.Remember(harness.Parameters, block);
        foreach (int trial in (int[])[0, 13, 63])
        {
            TrialBlock alone = block.Select([trial]);
            evaluator.Remember(harness.Parameters, alone);
            for (int step = 0; step < block.Lengths[trial]; step++)
            {
                alone.LogProbabilities[step].ShouldBe(block.LogProbabilities[block.Column(trial, step)], $"trial {trial}, step {step}");
            }
        }
    }

    [Fact]
    public void Gradient_AfterAStep_EqualsThatOfAFreshEvaluator()
    {
        var harness = new TrialHarness();
        TrialBlock block = harness.Block(6, 6);
        TrialEvaluator evaluator = harness.Evaluator(surrogate: new Clipped(0.2));
        evaluator.Remember(harness.Parameters, block);
        double[] gradient = harness.Gradient(evaluator, block);
        for (int i = 0; i < gradient.Length; i++)
        {
            harness.Parameters[i] += (Real)(0.05 * gradient[i]);
        }

        harness.Gradient(evaluator, block).ShouldBe(harness.Gradient(harness.Evaluator(surrogate: new Clipped(0.2)), block));
    }

    [Fact]
    public void Products_OfATruncatedGradient_AreRefused()
    {
        var harness = new TrialHarness();
        TrialBlock block = harness.Block(6, 6);
        TrialEvaluator evaluator = harness.Evaluator(window: 2, truncates: true);
        evaluator.Remember(harness.Parameters, block);
        Should.Throw<InvalidOperationException>(
            () => evaluator.HessianProduct(harness.Parameters, block, harness.Vector(0), new double[harness.Parameters.Length]))
            .Message.ShouldContain("truncated after 2 steps");
    }

    [Fact]
    public void Gradient_TruncatedBeforeTheReward_DoesNotReachEarlierInputs()
    {
        // The first step alone shows an input, the last alone has an advantage.
        var harness = new TrialHarness();
        TrialBlock block = harness.Block(6);
        block.Inputs.Data.Clear();
        block.Inputs[0, 0] = 1;
        Array.Clear(block.Advantages);
        block.Advantages[5] = 1;
        harness.Evaluator().Remember(harness.Parameters, block);
        int weights = harness.Policy.Body.Tensors[0].Columns;
        double[] whole = harness.Gradient(harness.Evaluator(), block);
        double[] truncated = harness.Gradient(harness.Evaluator(window: 3, truncates: true), block);
        for (int row = 0; row < harness.Policy.Body.Tensors[0].Rows; row++)
        {
            truncated[row * weights].ShouldBe(0);
        }

        Enumerable.Range(0, harness.Policy.Body.Tensors[0].Rows).Sum(row => Math.Abs(whole[row * weights])).ShouldBeGreaterThan(1e-6);
    }
}
