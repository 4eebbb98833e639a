using Xmrl.Explain.Information;

namespace Xmrl.Explain.Tests.Information;

/// <summary>Properties that hold for each estimator: gradients, invariances, signs, and digits at extreme separations.</summary>
public sealed class EstimatorTests
{
    // Five-point differences with steps of 1e-3 leave 1e-12 of truncation and 1e-12 of rounding, relative to values near one.
    private const double GradientTolerance = 1e-6;
    private const double Step = 1e-3;

    // Another order of the same sums.
    private const double RoundingTolerance = 1e-11;

    // Inputs of 1 ± 1e-8 are themselves rounded to 1e-8 of their difference.
    private const double TinyTolerance = 1e-7;
    private const double Tiny = 1e-8;

    public static TheoryData<string> Estimators() => [.. GaussianSets.EstimatorNames];

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Gradient_RandomSet_MatchesCentralDifferences(string name)
    {
        IInformationEstimator estimator = GaussianSets.Create(name);
        DiagonalGaussianSet set = GaussianSets.Random(3, 4, 0.6);
        double[] means = set.Means.ToArray(), deviations = set.StandardDeviations.ToArray();
        double[] byMeans = new double[12], byDeviations = new double[12];
        Array.Fill(byMeans, double.NaN);
        estimator.Gradient(set, byMeans, byDeviations);
        double scale = Math.Max(byMeans.Max(Math.Abs), byDeviations.Max(Math.Abs));
        scale.ShouldBeGreaterThan(0);
        for (int i = 0; i < means.Length; i++)
        {
            double numericalMean = Difference(estimator, means, deviations, means, i);
            byMeans[i].ShouldBe(numericalMean, GradientTolerance * scale);
            double numericalDeviation = Difference(estimator, means, deviations, deviations, i);
            byDeviations[i].ShouldBe(numericalDeviation, GradientTolerance * scale);
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Value_PermutedComponents_IsTheSame(string name)
    {
        IInformationEstimator estimator = GaussianSets.Create(name);
        DiagonalGaussianSet set = GaussianSets.Random(3, 4, 0.6);
        double[] means = [.. set.Mean(2), .. set.Mean(0), .. set.Mean(1)];
        double[] deviations = [.. set.StandardDeviation(2), .. set.StandardDeviation(0), .. set.StandardDeviation(1)];
        estimator.Value(new(3, 4, means, deviations)).ShouldBe(estimator.Value(set), RoundingTolerance);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Value_ShiftedAndScaledParameters_IsTheSame(string name)
    {
        // Lemma 1 and equation (8) hold norms over parameters, so only a common scale leaves them unchanged; the others allow one per
        // parameter.
        bool common = name is nameof(Lemma1) or nameof(PaperEquation8);
        IInformationEstimator estimator = GaussianSets.Create(name);
        DiagonalGaussianSet set = GaussianSets.Random(3, 4, 0.6);
        double[] means = set.Means.ToArray(), deviations = set.StandardDeviations.ToArray();
        for (int i = 0; i < means.Length; i++)
        {
            double scale = common ? 7.5 : 0.01 * Math.Pow(20, i % 4);
            means[i] = (scale * means[i]) + (i % 4) - 2;
            deviations[i] *= scale;
        }

        estimator.Value(new(3, 4, means, deviations)).ShouldBe(estimator.Value(set), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Value_EqualComponents_IsExactlyZero(string name)
    {
        IInformationEstimator estimator = GaussianSets.Create(name);
        double[] means = [.. Enumerable.Repeat((double[])[0.1, 1e3, -7.7], 3).SelectMany(x => x)];
        double[] deviations = [.. Enumerable.Repeat((double[])[0.1, 1e-8, 3.3], 3).SelectMany(x => x)];
        estimator.Value(new(3, 3, means, deviations)).ShouldBe(0);
        estimator.Value(new(1, 3, means.AsSpan(0, 3), deviations.AsSpan(0, 3))).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void ValueAndGradient_LargeSets_StayFiniteFromTinyToHugeSeparations(string name)
    {
        IInformationEstimator estimator = GaussianSets.Create(name, draws: 2);
        bool inLogCount = name is nameof(PairwiseLowerBound) or nameof(PairwiseUpperBound);
        double[] byMeans = new double[40_000], byDeviations = new double[40_000];
        foreach (double separation in (double[])[1e-8, 1e-4, 1, 1e3])
        {
            DiagonalGaussianSet set = GaussianSets.Random(4, 10_000, separation, spread: Math.Min(1, 1 / separation));
            double value = estimator.Value(set);
            value.ShouldNotBe(0);
            double.IsFinite(value).ShouldBeTrue();
            if (inLogCount)
            {
                value.ShouldBeInRange(0, Math.Log(4) + RoundingTolerance);
            }

            estimator.Gradient(set, byMeans, byDeviations);
            byMeans.ShouldAllBe(x => double.IsFinite(x));
            byDeviations.ShouldAllBe(x => double.IsFinite(x));
        }
    }

    [Theory]
    [InlineData(nameof(MomentMatched), 1)]
    [InlineData(nameof(SmallSeparation), 1)]
    [InlineData(nameof(PairwiseLowerBound), 0.5)]
    [InlineData(nameof(PairwiseUpperBound), 2)]
    [InlineData(nameof(Lemma1), 0.5)]
    [InlineData(nameof(PaperEquation8), -0.5)]
    public void Value_DeviationsOneEMinusEightApart_KeepsItsDigits(string name, double factor)
    {
        // σ = 1 ± δ: var log σ = δ² + O(δ⁴), and Lemma 1 is −½ log(1 − δ²), equation (8) its negative.
        DiagonalGaussianSet set = new(2, 1, [0, 0], [1 + Tiny, 1 - Tiny]);
        (GaussianSets.Create(name).Value(set) / (Tiny * Tiny)).ShouldBe(factor, TinyTolerance);
    }

    [Theory]
    [InlineData(nameof(MomentMatched), 0.5)]
    [InlineData(nameof(SmallSeparation), 0.5)]
    [InlineData(nameof(PairwiseLowerBound), 0.25)]
    [InlineData(nameof(PairwiseUpperBound), 1)]
    public void Value_MeansOneEMinusEightApart_KeepsItsDigits(string name, double factor)
    {
        DiagonalGaussianSet set = new(2, 1, [Tiny, -Tiny], [1, 1]);
        (GaussianSets.Create(name).Value(set) / (Tiny * Tiny)).ShouldBe(factor, TinyTolerance);
    }

    [Fact]
    public void Value_DeviationsElevenDecadesApart_EqualsTheDirectFormula()
    {
        double small = 1e-8, large = 1e3, meanLog = 0.5 * (Math.Log(small) + Math.Log(large));
        DiagonalGaussianSet set = new(2, 1, [0, 0], [small, large]);
        new MomentMatched().Value(set).ShouldBe((0.5 * Math.Log(0.5 * ((small * small) + (large * large)))) - meanLog, RoundingTolerance);
        new Lemma1().Value(set).ShouldBe(Math.Log(0.5 * (small + large)) - meanLog, RoundingTolerance);
        new PaperEquation8().Value(set).ShouldBe(-meanLog - Math.Log(0.5 * ((1 / small) + (1 / large))), RoundingTolerance);
        PairwiseBounds.Bracket(set).Upper.ShouldBeInRange(PairwiseBounds.Bracket(set).Lower, Math.Log(2));
    }

    [Fact]
    public void PaperEquation8_AnySet_IsNeverPositive()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            foreach (double separation in (double[])[1e-6, 0.1, 2])
            {
                new PaperEquation8().Value(GaussianSets.Random(4, 5, separation, seed: seed)).ShouldBeLessThan(0);
            }
        }
    }

    [Fact]
    public void PaperEquation8_DifferentDirectionsOfEqualNorm_IsZeroAlthoughInformationIsNot()
    {
        DiagonalGaussianSet set = new(2, 2, [0, 0, 5, 5], [3, 4, 4, 3]);
        new PaperEquation8().Value(set).ShouldBe(0, RoundingTolerance);
        PairwiseBounds.Bracket(set).Lower.ShouldBeGreaterThan(0.2);
    }

    [Fact]
    public void PaperEquation8_KnownNorms_EqualsThePrintedFormula()
    {
        DiagonalGaussianSet set = new(2, 2, [0, 0, 5, 5], [3, 4, 6, 8]);
        double expected = (0.5 * (Math.Log(1 / 5.0) + Math.Log(1 / 10.0))) - Math.Log(0.5 * ((1 / 5.0) + (1 / 10.0)));
        new PaperEquation8().Value(set).ShouldBe(expected, RoundingTolerance);
    }

    [Fact]
    public void Lemma1_KnownDeviations_EqualsThePrintedFormulaLessLogCount()
    {
        DiagonalGaussianSet set = new(2, 2, [0, 0, 5, 5], [3, 4, 5, 12]);
        double expected = Math.Log(Math.Sqrt((8 * 8) + (16 * 16))) - Math.Log(2) - (0.5 * (Math.Log(5) + Math.Log(13)));
        new Lemma1().Value(set).ShouldBe(expected, RoundingTolerance);
    }

    [Fact]
    public void Lemma1_OrthogonalDeviations_ReachesItsNegativeLimit()
    {
        DiagonalGaussianSet set = new(2, 2, [0, 0, 0, 0], [1, 1e-9, 1e-9, 1]);
        new Lemma1().Value(set).ShouldBe(-0.5 * Math.Log(2), 1e-8);
    }

    [Fact]
    public void PairwiseBounds_FarComponents_BothGiveLogCount()
    {
        InformationBracket bracket = PairwiseBounds.Bracket(new(3, 1, [0, 1e3, 2e3], [1e-8, 1, 1]));
        bracket.Lower.ShouldBe(Math.Log(3), RoundingTolerance);
        bracket.Upper.ShouldBe(Math.Log(3), RoundingTolerance);
    }

    [Fact]
    public void Constructor_WrongInput_NamesWhatItFound()
    {
        Should.Throw<ArgumentException>(() => new DiagonalGaussianSet(2, 2, [1, 2, 3], [1, 1, 1, 1])).Message.ShouldContain("found 3");
        Should.Throw<ArgumentException>(() => new DiagonalGaussianSet(1, 2, [1, double.NaN], [1, 1])).Message.ShouldContain("[0, 1]");
        Should.Throw<ArgumentException>(() => new DiagonalGaussianSet(1, 2, [1, 2], [1, 0])).ParamName.ShouldBe("standardDeviations");
        Should.Throw<ArgumentOutOfRangeException>(() => new DiagonalGaussianSet(0, 2, [], []));
        Should.Throw<ArgumentException>(() => new Lemma1().Gradient(GaussianSets.Random(2, 2, 1), new double[4], new double[3]));
    }

    private static double Difference(IInformationEstimator estimator, double[] means, double[] deviations, double[] moved, int i)
    {
        double centre = moved[i];
        double At(double offset)
        {
            moved[i] = centre + (offset * Step);
            double value = estimator.Value(new(3, 4, means, deviations));
            moved[i] = centre;
            return value;
        }

        return (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * Step);
    }
}
