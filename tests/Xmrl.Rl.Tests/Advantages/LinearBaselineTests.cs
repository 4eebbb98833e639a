using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Tests.Advantages;

public sealed class LinearBaselineTests
{
    private const int Samples = 400;

    /// <summary>The ridge of 1e-5 and float features leave about this much of values below 30.</summary>
    private const double FitTolerance = 2e-3;

    /// <summary>One float rounding of numbers below 100.</summary>
    private const double RealTolerance = 1e-5;

    private static readonly Real[] Observations = Normals(2 * Samples);
    private static readonly int[] Times = [.. Enumerable.Range(0, Samples).Select(i => i % 100)];

    [Fact]
    public void Fit_TargetsInTheSpan_AreReproduced()
    {
        // V = 3x − 2y + x² + 5(t/100) − 4(t/100)³ + 7 is one combination of the features.
        Real[] targets = new Real[Samples];
        for (int i = 0; i < Samples; i++)
        {
            double x = Observations[i];
            double y = Observations[Samples + i];
            double time = Times[i] / 100.0;
            targets[i] = (Real)((3 * x) - (2 * y) + (x * x) + (5 * time) - (4 * time * time * time) + 7);
        }

        LinearBaseline baseline = new(new LinearTimeFeatures(2));
        baseline.Fit(new ConstMatrix(Observations, 2, Samples), Times, targets).Status.ShouldBe(CholeskyStatus.Factored);
        Real[] values = new Real[Samples];
        baseline.Predict(new ConstMatrix(Observations, 2, Samples), Times, values);
        for (int i = 0; i < Samples; i++)
        {
            ((double)values[i]).ShouldBe(targets[i], FitTolerance);
        }
    }

    [Fact]
    public void Fit_Again_ForgetsTheEarlierFit()
    {
        LinearBaseline baseline = new(new LinearTimeFeatures(2));
        Real[] noise = Normals(Samples);
        baseline.Fit(new ConstMatrix(Observations, 2, Samples), Times, noise);
        double[] first = baseline.Coefficients.ToArray();
        baseline.Fit(new ConstMatrix(Observations, 2, Samples), Times, Observations.AsSpan(0, Samples));
        baseline.Fit(new ConstMatrix(Observations, 2, Samples), Times, noise);
        baseline.Coefficients.ToArray().ShouldBe(first);
    }

    [Fact]
    public void Fit_TargetsNotANumber_SaysSoAndPredictsZero()
    {
        LinearBaseline baseline = new(new LinearTimeFeatures(2));
        Real[] targets = new Real[Samples];
        targets[3] = Real.NaN;
        baseline.Fit(new ConstMatrix(Observations, 2, Samples), Times, targets).Status.ShouldBe(CholeskyStatus.NonFinite);
        baseline.Coefficients.ToArray().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void LinearTimeFeatures_Sample_AsInThePaper()
    {
        Real[] features = new Real[8];
        new LinearTimeFeatures(2).Fill(new ConstMatrix([12, -3], 2, 1), [50], new Matrix(features, features.Length, 1));
        double[] expected = [10, -3, 100, 9, 0.5, 0.25, 0.125, 1];
        for (int i = 0; i < 8; i++)
        {
            ((double)features[i]).ShouldBe(expected[i], RealTolerance);
        }
    }

    [Fact]
    public void LinearStateFeatures_Sample_AreThoseOfLinearTimeFeaturesWithoutTime()
    {
        Real[] features = new Real[5];
        new LinearStateFeatures(2).Fill(new ConstMatrix([12, -3], 2, 1), [], new Matrix(features, features.Length, 1));
        features.ShouldBe([10, -3, 100, 9, 1]);
        new LinearTimeFeatures(2).OfState.ShouldBeOfType<LinearStateFeatures>().Count.ShouldBe(5);
        IValueFeatures radial = new RadialFeatures();
        radial.OfState.ShouldBeSameAs(radial);
    }

    [Fact]
    public void RadialFeatures_GridPoint_IsOneThereAndLinearPartIsScaled()
    {
        RadialFeatures radial = new();
        radial.Count.ShouldBe((6 * 9) + 3);
        Real[] features = new Real[radial.Count];
        radial.Fill(new ConstMatrix([(Real)1.6, 3], 2, 1), [], new Matrix(features, features.Length, 1));
        ((double)features[(1 * 9) + 2]).ShouldBe(1, RealTolerance);
        ((double)features[(2 * 9) + 2]).ShouldBe(Math.Exp(-0.5), RealTolerance);
        ((double)features[(2 * 9) + 4]).ShouldBe(Math.Exp(-0.5 - 2), RealTolerance);
        ((double)features[^3]).ShouldBe(-0.6, RealTolerance);
        ((double)features[^2]).ShouldBe(-0.5, RealTolerance);
        features[^1].ShouldBe(1);
    }

    [Fact]
    public void Fit_RadialFeaturesSmoothTargets_WithoutTimes()
    {
        Real[] states = new Real[2 * Samples];
        RandomKey.FromSeed(2).FillUniform(0, states);
        Real[] targets = new Real[Samples];
        for (int i = 0; i < Samples; i++)
        {
            states[i] *= 8;
            states[Samples + i] *= 12;
            targets[i] = (Real)(-double.Hypot(states[i] - 4, states[Samples + i] - 9) + 5);
        }

        LinearBaseline baseline = new(new RadialFeatures());
        baseline.Fit(new ConstMatrix(states, 2, Samples), [], targets);
        Real[] values = new Real[Samples];
        baseline.Predict(new ConstMatrix(states, 2, Samples), [], values);
        double residual = 0;
        double spread = 0;
        double mean = targets.Average(target => (double)target);
        for (int i = 0; i < Samples; i++)
        {
            residual += Math.Pow(values[i] - (double)targets[i], 2);
            spread += Math.Pow(targets[i] - mean, 2);
        }

        (residual / spread).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Fit_WrongShapes_Throws()
    {
        LinearBaseline baseline = new(new LinearTimeFeatures(2));
        Should.Throw<ArgumentException>(
            () => baseline.Fit(new ConstMatrix(Observations, 2, Samples), [], new Real[Samples])).Message.ShouldContain("times");
        Should.Throw<ArgumentException>(
            () => baseline.Fit(new ConstMatrix(Observations, 2, Samples), Times, new Real[3])).Message.ShouldContain("[3]");
        Should.Throw<ArgumentOutOfRangeException>(() => new LinearBaseline(new RadialFeatures(), double.NaN));
        Should.Throw<ArgumentException>(() => new RadialFeatures(new RadialFeaturesOptions { HighX = -1 }));
    }

    private static Real[] Normals(int count)
    {
        Real[] values = new Real[count];
        RandomKey.FromSeed(1).FillNormal(0, values);
        return values;
    }
}
