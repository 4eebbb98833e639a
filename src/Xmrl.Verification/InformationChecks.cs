using System.Globalization;
using Xmrl.Explain.Information;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification;

/// <summary>Information estimators against numerical integration in one and two dimensions.</summary>
internal static class InformationChecks
{
    private const double IntegrationError = 1e-9;
    private const double StandardErrors = 5;
    private const int Draws = 20_000;
    private const string Sets = "2 and 3 Gaussians in 1 and 2 dimensions, separations 0.05 to 1.5";

    private static IEnumerable<DiagonalGaussianSet> All =>
        from dimension in (int[])[1, 2]
        from count in (int[])[2, 3]
        from separation in (double[])[0.05, 0.5, 1.5]
        select Random(
            count, dimension, separation, 0.5);

    public static TheoryCheck Bracket()
    {
        double slack = All.Min(set =>
        {
            double exact = GaussianIntegral.Information(set);
            InformationBracket bracket = PairwiseBounds.Bracket(set);
            return Math.Min(
                Math.Min(exact - bracket.Lower, bracket.Upper - exact),
                Math.Min(Math.Log(set.Count) - exact, new MomentMatched().Value(set) - exact));
        });
        return new TheoryCheck
        {
            Name = "Information, bracket",
            Source = "Kolchinsky and Tracey (2017)",
            Statement = $"lower bound ≤ I ≤ upper bound ≤ log N, I ≤ moment matching ({Sets})",
            Figure = $"smallest distance to a bound {Deviation.Text(slack)} nats ≥ 0",
            Passed = slack >= -IntegrationError,
        };
    }

    public static TheoryCheck Sampling()
    {
        double worst = All.Max(set =>
        {
            MonteCarloEstimate estimate = new MonteCarloInformation(Draws, RandomKey.FromSeed(5)).Estimate(set);
            return Math.Abs(estimate.Value - GaussianIntegral.Information(set)) / estimate.StandardError;
        });
        return new TheoryCheck
        {
            Name = "Information, sampled",
            Source = "the quantity meant by xmrl, eq. (4)",
            Statement = $"the Monte-Carlo estimate agrees with the integral ({Sets})",
            Figure = string.Create(CultureInfo.InvariantCulture, $"largest deviation {worst:f1} standard errors ≤ {StandardErrors:f0}"),
            Passed = worst <= StandardErrors,
        };
    }

    public static TheoryCheck SmallSeparationLimit()
    {
        // Halving the differences divides the relative error, O(ε²), by four.
        double coarse = RelativeError(0.1);
        double fine = RelativeError(0.05);
        double ratio = coarse / fine;
        return new TheoryCheck
        {
            Name = "Information, small separations",
            Source = "the default objective of the search for the law",
            Statement = "SmallSeparation tends to I as the sets approach each other, with a relative error of second order",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"relative error {Deviation.Text(coarse)}, then {Deviation.Text(fine)} at half the separation: ratio {ratio:f2} in "
                    + $"[3.6, 4.4]"),
            Passed = ratio is >= 3.6 and <= 4.4,
        };

        static double RelativeError(double epsilon)
        {
            DiagonalGaussianSet set = new(3, 1, [0, epsilon, 3 * epsilon], [1, 1, 1]);
            return Math.Abs((new SmallSeparation().Value(set) / GaussianIntegral.Information(set)) - 1);
        }
    }

    public static TheoryCheck Equation8()
    {
        double printed = All.Max(set => new PaperEquation8().Value(set));
        double meant = All.Min(GaussianIntegral.Information);
        return new TheoryCheck
        {
            Name = "Equation (8) as printed",
            Source = "xmrl, eq. (8)",
            Statement =
                $"each component at its own sample gives E[log X] − log E[X] ≤ 0 (Jensen), while I > 0: it is another quantity ({Sets})",
            Figure = $"largest printed value {Deviation.Text(printed)} ≤ 0, smallest I {Deviation.Text(meant)} > 0",
            Passed = printed <= 0 && meant > 0,
        };
    }

    private static DiagonalGaussianSet Random(int count, int dimension, double separation, double spread)
    {
        RandomKey key = RandomKey.FromSeed(1);
        int n = count * dimension;
        double[] means = [.. Enumerable.Range(0, n).Select(i => (0.3 * (i % dimension)) + (separation * key.Normal((ulong)i)))];
        double[] deviations = [.. Enumerable.Range(0, n).Select(i => Math.Exp(separation * spread * key.Normal((ulong)(n + i))))];
        return new DiagonalGaussianSet(count, dimension, means, deviations);
    }
}
