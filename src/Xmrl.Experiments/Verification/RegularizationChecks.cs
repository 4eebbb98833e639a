using System.Globalization;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Experiments.Verification;

/// <summary>Lemma 2 and Appendix J of xmrl.</summary>
internal static class RegularizationChecks
{
    private const int Pairs = 200;
    private const int Policies = 20;

    /// <summary>Expansion (14) to (16) of the augmented objective of a softmax policy around λ = 1, on pairs of states, all actions and a half-normal law of x = 1 − λ.</summary>
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
            Figure = string.Create(CultureInfo.InvariantCulture, $"error divided by {ratio:f1} where 1 − λ is halved, in [6.5, 9.5]; the quadratic term is negative for {negative} of {Policies} policies")
                + (negative == Policies ? string.Empty : ": H̄ is not positive definite in general"),
            Passed = ratio is >= 6.5 and <= 9.5,
        };
    }

    /// <summary>The information of the non-critical tasks, with these given and with these random.</summary>
    public static TheoryCheck AppendixJ()
    {
        RandomKey key = RandomKey.FromSeed(6);
        double given = Math.Abs(Information([1], key.Derive(1)) - Information([1], key.Derive(2)));
        double random = Math.Abs(Information([0.5, 0.5], key.Derive(1)) - Information([0.5, 0.5], key.Derive(2)));
        return new TheoryCheck
        {
            Name = "Appendix J",
            Source = "xmrl, Appendix J, eq. (13)",
            Statement = "the information of given non-critical tasks does not change with the augmentation, because given tasks carry none",
            Figure = $"change {Deviation.Text(given)} ≤ {Deviation.Text(1e-12)} nats for given tasks; for random ones, which the proof excludes, {Deviation.Text(random)}",
            Passed = given <= 1e-12,
        };
    }

    /// <summary>I(θ; T | A) = Σ_T P(T) Σ_θ P(θ|T, A) ln[P(θ|T, A)/P(θ|A)] over five values of θ.</summary>
    private static double Information(double[] tasks, RandomKey key)
    {
        double[][] conditional = [.. tasks.Select((_, t) =>
        {
            double[] weights = [.. Enumerable.Range(0, 5).Select(v => Math.Exp(key.Derive(t).Normal((ulong)v)))];
            return (double[])[.. weights.Select(weight => weight / weights.Sum())];
        })];
        double sum = 0;
        for (int value = 0; value < 5; value++)
        {
            double marginal = tasks.Select((probability, t) => probability * conditional[t][value]).Sum();
            sum += tasks.Select((probability, t) => probability * conditional[t][value] * Math.Log(conditional[t][value] / marginal)).Sum();
        }

        return sum;
    }
}
