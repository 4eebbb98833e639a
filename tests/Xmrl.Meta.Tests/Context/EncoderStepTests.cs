using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Networks;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

public sealed class EncoderStepTests
{
    private const int Inputs = 3;
    private const int Latent = 2;

    private static readonly double Tolerance = sizeof(Real) == 8 ? 1e-10 : 1e-4;

    private readonly LatentNetwork _encoder = new(
        new NetworkShape { Name = "encoder", Inputs = Inputs, Hidden = [6, 5], Outputs = 2 * Latent }, 0);

    private readonly EncoderStep _step;
    private readonly Real[] _parameters;
    private readonly Real[] _noise = [(Real)0.3, (Real)(-1.2)];

    public EncoderStepTests()
    {
        _step = new EncoderStep(_encoder);
        _parameters = Draw(1, _encoder.Length, 0.6);
    }

    [Fact]
    public void Infer_OneTransition_IsItsFactor()
    {
        Real[] context = Draw(2, Inputs, 1);
        (double[] mean, double[] variance) = Infer(context, 1);
        (double[] sameMean, double[] third) = Infer([.. context.SelectMany(value => Enumerable.Repeat(value, 3))], 3);

        for (int i = 0; i < Latent; i++)
        {
            sameMean[i].ShouldBe(mean[i], Tolerance);
            third[i].ShouldBe(variance[i] / 3, Tolerance);
        }
    }

    [Fact]
    public void Infer_Transitions_IsTheProductOfTheirDensities()
    {
        Real[] context = Draw(3, Inputs * 4, 1);
        (double[] Mean, double[] Variance)[] factors =
            [.. Enumerable.Range(0, 4).Select(n => Infer([.. Enumerable.Range(0, Inputs).Select(row => context[(row * 4) + n])], 1))];

        (double[] mean, double[] variance) = Infer(context, 4);

        for (int i = 0; i < Latent; i++)
        {
            // Moments of the product on a grid that is far wider than the narrowest factor.
            double[] grid = [.. Enumerable.Range(0, 40_001).Select(k => -20 + (k * 1e-3))];
            double[] density =
                [.. grid.Select(z => Math.Exp(factors.Sum(f => -0.5 * (z - f.Mean[i]) * (z - f.Mean[i]) / f.Variance[i])))];
            double mass = density.Sum();
            double expected = grid.Zip(density, (z, p) => z * p).Sum() / mass;
            mean[i].ShouldBe(expected, sizeof(Real) == 8 ? 1e-8 : 1e-4);
            variance[i].ShouldBe(
                grid.Zip(density, (z, p) => (z - expected) * (z - expected) * p).Sum() / mass, sizeof(Real) == 8 ? 1e-8 : 1e-4);
        }
    }

    [Fact]
    public void Infer_OtherOrderOfTransitions_SamePosterior()
    {
        Real[] context = Draw(4, Inputs * 5, 1);
        Real[] turned = [.. context.Chunk(5).SelectMany(row => row.Reverse())];

        (double[] mean, double[] variance) = Infer(context, 5);
        (double[] turnedMean, double[] turnedVariance) = Infer(turned, 5);

        mean.Zip(turnedMean).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6);
        variance.Zip(turnedVariance).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6);
    }

    [Fact]
    public void Infer_ManyTransitionsAtTheLeastVariance_IsFinite()
    {
        const int Many = 100_000;
        _encoder.Tensors[^2].Of(_parameters.AsSpan()).Clear();
        Span<Real> bias = _encoder.Tensors[^1].Of(_parameters.AsSpan());
        (bias[0], bias[1], bias[2], bias[3]) = (2, -3, -60, -60);

        (double[] mean, double[] variance) = Infer(new Real[Inputs * Many], Many);

        mean[0].ShouldBe(2, 1e-3);
        mean[1].ShouldBe(-3, 1e-3);
        variance.ShouldAllBe(value => Math.Abs((value / (EncoderStep.LeastVariance / Many)) - 1) < 1e-3);
        double.IsFinite(_step.Divergence).ShouldBeTrue();
    }

    [Fact]
    public void Divergence_Posterior_IsThatOfQuadrature()
    {
        (double[] mean, double[] variance) = Infer(Draw(5, Inputs * 2, 1), 2);
        double sum = 0;
        for (int i = 0; i < Latent; i++)
        {
            double deviation = Math.Sqrt(variance[i]);
            for (double t = -12; t <= 12; t += 1e-3)
            {
                double z = mean[i] + (deviation * t);
                sum += 1e-3 / Math.Sqrt(2 * Math.PI) * Math.Exp(-0.5 * t * t) * ((0.5 * z * z) - (0.5 * t * t) - Math.Log(deviation));
            }
        }

        _step.Divergence.ShouldBe(sum, sizeof(Real) == 8 ? 1e-8 : 1e-4);
    }

    [Fact]
    public void Differentiate_ObjectiveOfLatentAndDivergence_IsThatOfDifferences()
    {
        const double Weight = 0.7;
        const int Count = 4;
        Real[] context = Draw(6, Inputs * Count, 1);
        Real[] wanted = [(Real)1.5, (Real)(-0.4)];
        var gradient = new double[_encoder.Length];

        _step.Differentiate(_parameters, new ConstMatrix(context, Inputs, Count), _noise, (wanted, Weight), gradient);

        double norm = Math.Sqrt(gradient.Sum(value => value * value));
        norm.ShouldBeGreaterThan(0.1);
        double step = sizeof(Real) == 8 ? 1e-6 : 1e-3;
        for (int i = 0; i < gradient.Length; i++)
        {
            Real kept = _parameters[i];
            _parameters[i] = (Real)(kept + step);
            (double high, double up) = (Objective(), _parameters[i]);
            _parameters[i] = (Real)(kept - step);
            double low = Objective();
            double difference = (high - low) / (up - _parameters[i]);
            _parameters[i] = kept;
            difference.ShouldBe(gradient[i], (sizeof(Real) == 8 ? 1e-6 : 3e-2) * norm, $"component {i}");
        }

        double Objective()
        {
            var latent = new Real[Latent];
            _step.Infer(_parameters, new ConstMatrix(context, Inputs, Count), _noise, latent);
            return ((double)wanted[0] * latent[0]) + ((double)wanted[1] * latent[1]) - (Weight * _step.Divergence);
        }
    }

    private static Real[] Draw(int child, int length, double scale)
    {
        var values = new Real[length];
        RandomKey.FromSeed(9).Derive(child).FillNormal(0, values);
        return [.. values.Select(value => (Real)(scale * value))];
    }

    private (double[] Mean, double[] Variance) Infer(Real[] context, int count)
    {
        var latent = new Real[Latent];
        _step.Infer(_parameters, new ConstMatrix(context, Inputs, count), _noise, latent);
        double[] mean = [.. Enumerable.Range(0, Latent).Select(i => (double)_step.Mean[i, 0])];
        double[] variance = [.. Enumerable.Range(0, Latent).Select(i => (double)_step.Variance[i, 0])];
        for (int i = 0; i < Latent; i++)
        {
            ((double)latent[i]).ShouldBe(mean[i] + (Math.Sqrt(variance[i]) * _noise[i]), Tolerance);
        }

        return (mean, variance);
    }
}
