using System.Globalization;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.Information;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Verification;

/// <summary>Lemma 2 and Appendix J of xmrl.</summary>
internal static class RegularizationChecks
{
    private const int Pairs = 200;
    private const int Policies = 20;
    private const int Realizations = 4;

    /// <summary>Nats: what the order of a sum leaves of equal posteriors.</summary>
    private const double GivenTolerance = 1e-12;

    private static readonly IInformationEstimator[] s_estimators =
    [
        new MomentMatched(), new SmallSeparation(), new PairwiseLowerBound(), new PairwiseUpperBound(),
    ];

    /// <summary>Expansion (14) to (16) of the augmented objective of a softmax policy around λ = 1, on pairs of states, all actions and a
    /// half-normal law of x = 1 − λ.</summary>
    public static TheoryCheck Lemma2()
    {
        double coarse = 0;
        double fine = 0;
        int negative = 0;
        for (int p = 0; p < Policies; p++)
        {
            var problem = new SoftmaxExpansion(RandomKey.FromSeed((ulong)p), Pairs);
            coarse += Math.Abs(problem.Error(0.1));
            fine += Math.Abs(problem.Error(0.05));
            negative += problem.QuadraticTerm() < 0 ? 1 : 0;
        }

        double ratio = coarse / fine;
        return new TheoryCheck
        {
            Name = "Lemma 2",
            Source = "xmrl, Lemma 2, eqs. (14) to (16)",
            Statement = "the augmented objective is its value at λ = 1 with the printed terms of first and second order, up to third order",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"error divided by {ratio:f1} where 1 − λ is halved, in [6.5, 9.5]; the quadratic term is negative for {negative} of "
                    + $"{Policies} policies")
                + (negative == Policies ? string.Empty : ": H̄ is not positive definite in general"),
            Passed = ratio is >= 6.5 and <= 9.5,
        };
    }

    /// <summary>The information that posteriors of θ hold on the non-critical tasks, before the critical ones are augmented and after: with
    /// the same tasks given in several orders, and with random ones.</summary>
    public static TheoryCheck AppendixJ()
    {
        using var mixing = new NavigationMixing();
        RandomKey key = RandomKey.FromSeed(6);
        MdpTask[][] orders = [.. Enumerable.Range(0, Realizations).Select(r => Shuffled(mixing.Given, key.Derive(r)))];
        MdpTask[][] draws = [.. Enumerable.Range(0, Realizations).Select(r => (MdpTask[])[.. mixing.Drawn(key.Derive(r))])];
        double[] learned = mixing.Learn();
        (double[] given, double[] givenAfter) = (Stored(orders, NavigationMixing.Unmixed), Stored(orders, learned));
        (double[] random, double[] randomAfter) = (Stored(draws, NavigationMixing.Unmixed), Stored(draws, learned));
        double most = given.Concat(givenAfter).Max(Math.Abs);
        double least = random.Zip(randomAfter, (before, after) => Math.Abs(after - before)).Min();
        return new TheoryCheck
        {
            Name = "Appendix J",
            Source = "xmrl, Appendix J, eq. (13)",
            Statement =
                "the information of given non-critical tasks does not change with the augmentation, because given tasks carry none "
                    + "(posteriors of Algorithm 1 on Navigation2D-v1, without mixing and with the learned law; four estimators)",
            Figure =
                $"at most {Deviation.Text(most)} ≤ {Deviation.Text(GivenTolerance)} nats for given tasks in any order, before and "
                    + $"after; for random ones, which the proof excludes, a change of at least {Deviation.Text(least)} > "
                    + $"{Deviation.Text(Deviation.Visible)}",
            Passed = most <= GivenTolerance && least > Deviation.Visible,
        };

        double[] Stored(MdpTask[][] realizations, double[] law)
        {
            MetaDistribution[] posteriors = [.. realizations.Select(others => mixing.Iterate(law, others, key).Distribution)];
            var set = new DiagonalGaussianSet(
                posteriors.Length, posteriors[0].Means.Length, [.. posteriors.SelectMany(p => p.Means)],
                [.. posteriors.SelectMany(p => p.Deviations)]);
            return [.. s_estimators.Select(estimator => estimator.Value(set))];
        }

        static MdpTask[] Shuffled(IReadOnlyList<MdpTask> tasks, RandomKey own)
        {
            MdpTask[] order = [.. tasks];
            own.Shuffle<MdpTask>(order);
            return order;
        }
    }
}
