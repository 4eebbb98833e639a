using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;

namespace Xmrl.Latents.Tests.Model;

/// <summary>The model's error, its gradient, and what must not change them.</summary>
public sealed class ModelErrorTests
{
#if REAL_IS_DOUBLE
    private const double Step = 1e-6;
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 0.5)]
    public void ValueAndGradient_WholeTrials_IsTheCentralDifference(int components, double dropout)
    {
        LatentNetworks networks = LatentHarness.Networks(components);

        // The memory is constant in the dispersion's own term, so that this term alone has no whole derivative.
        ModelWeights weights = LatentHarness.Weights(components) with { Dispersion = 0 };
        ModelError error = LatentHarness.Error(networks, weights, 1_000);
        ModelBlock block = LatentHarness.Block(networks, dropout, 7, 4, 9);
        Real[] parameters = LatentHarness.Parameters(networks);
        var gradient = new double[networks.DecoderEnd];
        double value = error.ValueAndGradient(parameters, block, 1.0 / 3, gradient);
        value.ShouldBe(error.Value(parameters, block, 1.0 / 3), 1e-12);
        for (int i = 0; i < gradient.Length; i++)
        {
            Difference(error, block, parameters, i).ShouldBe(gradient[i], Tolerance * (1 + Math.Abs(gradient[i])), $"parameter {i}");
        }
    }

    [Fact]
    public void ValueAndGradient_DispersionTerm_HoldsTheMemoryConstant()
    {
        LatentNetworks networks = LatentHarness.Networks(3);
        ModelWeights only = new() { Reward = 0, State = 0, Latent = 0, Dispersion = 0.8 };
        ModelError error = LatentHarness.Error(networks, only, 1_000);
        ModelBlock block = LatentHarness.Block(networks, 0, 6, 3);
        Real[] parameters = LatentHarness.Parameters(networks);
        var gradient = new double[networks.DecoderEnd];
        error.ValueAndGradient(parameters, block, 0.5, gradient);
        for (int i = networks.LatentHead.Offset; i < networks.Dispersion!.End; i++)
        {
            Difference(error, block, parameters, i, 0.5).ShouldBe(gradient[i], Tolerance * (1 + Math.Abs(gradient[i])), $"parameter {i}");
        }

        gradient.Take(networks.RecurrentLength).Count(value => value != 0).ShouldBeGreaterThan(0);
    }

    private static double Difference(ModelError error, ModelBlock block, Real[] parameters, int i, double share = 1.0 / 3)
    {
        Real[] moved = [.. parameters];
        moved[i] += Step;
        double above = error.Value(moved, block, share);
        moved[i] -= 2 * Step;
        return (above - error.Value(moved, block, share)) / (2 * Step);
    }
#endif

    /// <summary>Sums in single precision of a few hundred terms.</summary>
    private static double Rounding => typeof(Real) == typeof(float) ? 1e-4 : 1e-10;

    [Fact]
    public void Gradient_Twice_HasEqualBits()
    {
        LatentNetworks networks = LatentHarness.Networks(3);
        ModelError error = LatentHarness.Error(networks, LatentHarness.Weights(3), 5);
        Real[] parameters = LatentHarness.Parameters(networks);
        var first = new double[networks.DecoderEnd];
        var second = new double[networks.DecoderEnd];
        error.ValueAndGradient(parameters, LatentHarness.Block(networks, 0.5, 7, 4), 0.5, first);
        error.ValueAndGradient(parameters, LatentHarness.Block(networks, 0.5, 7, 4), 0.5, second);
        second.ShouldBe(first);
        ModelBlock block = LatentHarness.Block(networks, 0.5, 7, 4);
        error.ValueAndGradient(parameters, block, 0.5, second);
        error.ValueAndGradient(parameters, block, 0.5, second);
        second.ShouldBe(first);
    }

    [Fact]
    public void Gradient_Trials_IsTheSumOfSeparateOnes()
    {
        LatentNetworks networks = LatentHarness.Networks(3);
        ModelError error = LatentHarness.Error(networks, LatentHarness.Weights(3), 4);
        Real[] parameters = LatentHarness.Parameters(networks);
        var together = new double[networks.DecoderEnd];
        double value = error.ValueAndGradient(parameters, LatentHarness.Block(networks, 0.5, 9, 3), 0.5, together);
        var sum = new double[networks.DecoderEnd];
        double values = 0;
        int[] lengths = [9, 3];
        for (int i = 0; i < 2; i++)
        {
            var block = new ModelBlock(
                networks, [LatentHarness.Trial(networks, lengths[i], i)], (4, 3, 0.5), [LatentHarness.Key.Derive(4).Derive(i)]);
            var own = new double[networks.DecoderEnd];
            values += error.ValueAndGradient(parameters, block, 0.5, own);
            for (int p = 0; p < own.Length; p++)
            {
                sum[p] += own[p];
            }
        }

        value.ShouldBe(values, Rounding * (1 + Math.Abs(values)));
        together.Zip(sum, (x, y) => Math.Abs(x - y)).Max().ShouldBeLessThan(Rounding * (1 + sum.Max(Math.Abs)));
    }

    [Fact]
    public void Gradient_Window_TruncatesTheGradientAndNotTheValue()
    {
        LatentNetworks networks = LatentHarness.Networks(1);
        Real[] parameters = LatentHarness.Parameters(networks);
        ModelBlock block = LatentHarness.Block(networks, 0, 8);
        var whole = new double[networks.DecoderEnd];
        var cut = new double[networks.DecoderEnd];
        double value = LatentHarness.Error(networks, LatentHarness.Weights(1), 100).ValueAndGradient(parameters, block, 1, whole);
        LatentHarness.Error(networks, LatentHarness.Weights(1), 2).ValueAndGradient(parameters, block, 1, cut)
            .ShouldBe(value, Rounding * (1 + Math.Abs(value)));
        cut.Skip(networks.RecurrentLength).Zip(whole.Skip(networks.RecurrentLength), (x, y) => Math.Abs(x - y)).Max()
            .ShouldBeLessThan(Rounding * (1 + whole.Max(Math.Abs)));
        cut.Take(networks.RecurrentLength).Zip(whole, (x, y) => Math.Abs(x - y)).Max().ShouldBeGreaterThan(1e-3);
    }

    [Fact]
    public void Block_LastColumn_ShowsTheLastReward()
    {
        LatentNetworks networks = LatentHarness.Networks(1);
        ModelTrial trial = LatentHarness.Trial(networks, 6, 0);
        var block = new ModelBlock(networks, [trial], (100, 100, 0), [LatentHarness.Key]);
        int reward = networks.Recurrent.Policy.InputSize - 2;
        block.Steps.ShouldBe(7);
        block.Inputs[reward, 6].ShouldBe(trial.Rewards[5]);
        block.Inputs[reward, 0].ShouldBe(0);
        Enumerable.Range(0, 7).Select(t => (double)block.Inputs[reward + 1, t]).ShouldBe([0, 0, 0, 1, 0, 0, 0]);
        block.Encoded.ShouldBe(Enumerable.Range(0, 7).Select(t => (0, t)));
        block.Decoded[0].ShouldBe(Enumerable.Range(0, 6));
    }
}
