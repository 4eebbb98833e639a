using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Rl.Tests.Tabular;

public sealed class TabularMdpTests
{
    private const double Discount = 0.8;

    /// <summary>Sums of a few terms in double.</summary>
    private const double Rounding = 1e-12;

    [Fact]
    public void Evaluate_TwoStates_HasTheValuesOfTheGeometricSeries()
    {
        TabularMdp mdp = Chain();
        TabularEvaluation evaluation = mdp.Evaluate([0.25, 0.75, 1, 0]);

        // Stay pays 1, go pays 0 and ends where 2 is paid for ever.
        double end = 2 / (1 - Discount);
        double start = (0.25 + (0.75 * Discount * end)) / (1 - (0.25 * Discount));
        evaluation.Values[0].ShouldBe(start, Rounding);
        evaluation.Values[1].ShouldBe(end, Rounding);
        evaluation.ActionValues[0].ShouldBe(1 + (Discount * start), Rounding);
        evaluation.ActionValues[1].ShouldBe(Discount * end, Rounding);
        evaluation.Return.ShouldBe(start, Rounding);
        mdp.Live.ToArray().ShouldBe([0]);
    }

    [Fact]
    public void Visits_FromTheStart_AreDiscountedCountsThatSumToOne()
    {
        TabularMdp mdp = Chain();
        double[] visits = mdp.Evaluate([0.25, 0.75, 1, 0]).Visits(mdp.Start);

        visits[0].ShouldBe(1 / (1 - (0.25 * Discount)), Rounding);
        ((1 - Discount) * visits.Sum()).ShouldBe(1, Rounding);
    }

    /// <summary>A state that pays by the action is live although nothing leaves it.</summary>
    [Fact]
    public void IsLive_LoopThatPaysByTheAction_IsTrue()
    {
        var mdp = new TabularMdp([1, 1], [0, 1], [1], Discount);

        mdp.IsLive(0).ShouldBeTrue();
        mdp.Optimum().Return.ShouldBe(1 / (1 - Discount), Rounding);
    }

    [Fact]
    public void Visits_SignedStart_AreLinear()
    {
        TabularMdp mdp = Random(1);
        TabularEvaluation evaluation = mdp.Evaluate(SoftmaxTable.Uniform(5, 3));
        double[] first = [0.3, -1.2, 0, 2, 0.4];
        double[] second = [1, 0.5, -0.5, 0, -3];
        double[] sum = evaluation.Visits([.. first.Zip(second, (x, y) => x - (2 * y))]);
        double[] x = evaluation.Visits(first);
        double[] y = evaluation.Visits(second);
        for (int s = 0; s < sum.Length; s++)
        {
            sum[s].ShouldBe(x[s] - (2 * y[s]), 1e-11);
        }
    }

    [Fact]
    public void Optimum_RandomProcesses_IsBetterThanEveryDeterministicPolicy()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            TabularMdp mdp = Random(seed);
            double best = double.NegativeInfinity;
            for (int code = 0; code < 81; code++)
            {
                double[] policy = new double[15];
                int rest = code;
                for (int s = 0; s < 4; s++, rest /= 3)
                {
                    policy[(s * 3) + (rest % 3)] = 1;
                }

                policy[12] = 1;
                best = Math.Max(best, mdp.Evaluate(policy).Return);
            }

            mdp.Optimum().Return.ShouldBe(best, Rounding, $"seed {seed}");
        }
    }

    [Fact]
    public void Optimum_EqualActions_TakesTheFirst()
    {
        var mdp = new TabularMdp([0, 1, 0, 1, 0, 1, 0, 1], [1, 1, 0, 0], [1, 0], Discount);

        mdp.Optimum().Policy.ToArray().ShouldBe([1, 0, 1, 0]);
    }

    [Fact]
    public void ValuesAtHorizon_ManySteps_ApproachTheValues()
    {
        TabularMdp mdp = Random(3);
        double[] policy = SoftmaxTable.Uniform(5, 3);

        mdp.ValuesAtHorizon(policy, 0).ShouldAllBe(value => value == 0);
        mdp.ValuesAtHorizon(policy, 1)[2].ShouldBe((mdp.Rewards[6] + mdp.Rewards[7] + mdp.Rewards[8]) / 3, Rounding);
        mdp.AtStart(mdp.ValuesAtHorizon(policy, 200)).ShouldBe(mdp.Evaluate(policy).Return, 1e-11);
    }

    [Fact]
    public void Gradients_ByTheLogits_EqualDifferences()
    {
        const double Step = 1e-5;
        TabularMdp mdp = Random(4);
        double[] logits = [.. Enumerable.Range(0, 15).Select(i => Math.Sin(i))];
        double[] weights = [.. Enumerable.Range(0, 15).Select(i => Math.Cos(3 * i))];
        double[] function = [1, -2, 0.5, 3, -1];
        TabularEvaluation evaluation = At(logits);
        double[] ofReturn = evaluation.ReturnGradient();
        double[] ofValues = evaluation.ActionValueGradient(weights);
        double[] ofVisits = evaluation.VisitGradient(function);
        for (int p = 0; p < logits.Length; p++)
        {
            double[] up = [.. logits];
            double[] down = [.. logits];
            up[p] += Step;
            down[p] -= Step;
            (TabularEvaluation above, TabularEvaluation below) = (At(up), At(down));
            ofReturn[p].ShouldBe((above.Return - below.Return) / (2 * Step), 1e-8);
            ofValues[p].ShouldBe((Sum(above.ActionValues, weights) - Sum(below.ActionValues, weights)) / (2 * Step), 1e-8);
            ofVisits[p].ShouldBe(
                (1 - Discount) * (Sum(above.Visits(mdp.Start), function) - Sum(below.Visits(mdp.Start), function)) / (2 * Step), 1e-8);
        }

        TabularEvaluation At(double[] own) => mdp.Evaluate(SoftmaxTable.Probabilities(own, 3));
    }

    [Fact]
    public void Reachable_CertainStart_LeavesOutWhatNothingLeadsTo()
    {
        // 0 → 1 (absorbs); 2 leads to 0 and nothing leads to 2.
        var mdp = new TabularMdp([0, 1, 0, 0, 1, 0, 1, 0, 0], [0, 1, 0], [1, 0, 0], Discount);

        mdp.Reachable().ShouldBe([true, false, false]);
    }

    [Fact]
    public void Constructor_BadTables_AreRefusedWithTheFigures()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new TabularMdp([1], [0], [1], 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new TabularMdp([1], [0], [1], double.NaN));
        Should.Throw<ArgumentException>(() => new TabularMdp([0.5], [0], [1], 0.5)).Message.ShouldContain("0.5");
        Should.Throw<ArgumentException>(() => new TabularMdp([1], [double.NaN], [1], 0.5)).Message.ShouldContain("NaN");
        Should.Throw<ArgumentException>(() => new TabularMdp([1], [0, 0, 0], [0.5, 0.5], 0.5)).Message.ShouldContain("3");
        Should.Throw<ArgumentException>(() => Chain().Evaluate([1, 0])).Message.ShouldContain("2");
    }

    private static double Sum(ReadOnlySpan<double> x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>Stay or go; where one goes to, 2 is paid for ever.</summary>
    private static TabularMdp Chain() => new([1, 0, 0, 1, 0, 1, 0, 1], [1, 0, 2, 2], [1, 0], Discount);

    /// <summary>Four live states and one that absorbs.</summary>
    private static TabularMdp Random(ulong seed)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        double[] transitions = new double[5 * 3 * 5];
        double[] rewards = new double[15];
        for (int pair = 0; pair < 15; pair++)
        {
            double[] row =
                [.. Enumerable.Range(0, 5).Select(s => pair >= 12 ? (s == 4 ? 1.0 : 0) : key.UniformOpen((ulong)((pair * 5) + s)))];
            double sum = row.Sum();
            row.Select(p => p / sum).ToArray().CopyTo(transitions, pair * 5);
            rewards[pair] = pair >= 12 ? -0.7 : key.Derive(1).UniformOpen((ulong)pair);
        }

        return new TabularMdp(transitions, rewards, [0.4, 0.3, 0.2, 0.1, 0], Discount);
    }
}
