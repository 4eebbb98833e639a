using Xmrl.Contracts;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Policies;

public sealed class CategoricalMlpPolicyTests
{
#if REAL_IS_DOUBLE
    /// <summary>Some dozen roundings.</summary>
    private const double Tolerance = 1e-13;
#else
    /// <summary>Some dozen roundings.</summary>
    private const double Tolerance = 2e-5;
#endif

    private static readonly CategoricalMlpPolicy Policy = new(
        new CategoricalMlpShape { ObservationSize = 2, Choices = 4, HiddenSizes = [5, 3], ContextSize = 2 });

    [Fact]
    public void Tensors_TwoHiddenLayers_EndInLogits()
        => Policy.Tensors.Select(tensor => tensor.Name).ShouldBe(
            [
                "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "context", "context.weight", "logits.weight",
                "logits.bias",
            ]);

    [Fact]
    public void Record_AnyLogits_GivesLogProbabilitiesAndDivergence()
    {
        Real[] old = RandomBatch.Parameters(Policy, 2, 1);
        Real[] theta = RandomBatch.Parameters(Policy, 3, 1);
        SampleBatch batch = Batch();
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, new Score()));
        evaluator.Remember(old, batch);
        Real[] before = Logits(old, batch);
        Real[] after = Logits(theta, batch);
        double expected = 0;
        for (int t = 0; t < batch.Samples; t++)
        {
            int action = Enumerable.Range(0, 4).Single(c => batch.Actions[c, t] == 1);
            batch.Sampled!.LogProbabilities[t].ShouldBe((Real)LogProbabilities(At(before, t))[action], (Real)Tolerance);
            double[] p = LogProbabilities(At(before, t));
            double[] q = LogProbabilities(At(after, t));
            expected += p.Zip(q, (x, y) => Math.Exp(x) * (x - y)).Sum() / batch.Samples;
        }

        evaluator.ValueAndDivergence(theta, batch).Divergence.ShouldBe(expected, Tolerance * expected);

        Real[] At(Real[] logits, int t) => [.. Enumerable.Range(0, 4).Select(c => logits[(c * batch.Samples) + t])];
    }

    [Fact]
    public void Record_HugeLogits_StaysFinite()
    {
        SampleBatch batch = Batch();
        Real[] theta = RandomBatch.Parameters(Policy, 3, 1000);
        var gradient = new double[theta.Length];
        double.IsFinite(new SurrogateEvaluator(new SurrogateProgram(Policy, new Score())).ValueAndGradient(theta, batch, gradient))
            .ShouldBeTrue();
        gradient.ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void EncodeActions_NoChoice_Throws()
    {
        Should.Throw<ArgumentException>(
            () => Policy.EncodeActions(new ConstMatrix([4], 1, 1), new Matrix(new Real[4], 4, 1))).Message.ShouldContain("0 … 3");
        Should.Throw<ArgumentException>(() => Policy.EncodeActions(new ConstMatrix([1, 1], 2, 1), new Matrix(new Real[4], 4, 1)));
    }

    /// <summary>lᵢ − ln Σⱼe^lⱼ.</summary>
    private static double[] LogProbabilities(Real[] logits)
    {
        double normalizer = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        return [.. logits.Select(logit => logit - normalizer)];
    }

    private static Real[] Logits(Real[] theta, SampleBatch batch)
    {
        var logits = new Real[4 * batch.Samples];
        Policy.CreateForward(batch.Samples).Output(theta, batch.Observations, new Matrix(logits, 4, batch.Samples));
        return logits;
    }

    private static SampleBatch Batch()
    {
        SampleBatch batch = RandomBatch.Create(Policy, 1, 5, 4);
        Real[] actions = [0, 1, 2, 3, 3, 2, 1, 0, 2];
        Policy.EncodeActions(new ConstMatrix(actions, 1, actions.Length), batch.Actions);
        return batch;
    }
}
