using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests;

public sealed class TabularAdaptationTests
{
    private const double Rounding = 1e-12;

    /// <summary>π_φ = (½, ½, 0), Q = (0, 0, q): mass moves to the third action exactly where q &gt; λ.</summary>
    [Theory]
    [InlineData(0.5, 0.5, 0)]
    [InlineData(0.999, 0.5, 0)]
    [InlineData(2, 0.25, 0.5)]
    [InlineData(10, 0.05, 0.9)]
    public void ForwardSolution_ActionWithoutProbability_TakesMassAboveTheMultiplier(double value, double first, double third)
    {
        double[] policy = new double[3];
        double[] ratios = new double[3];
        double residual = ForwardSolution.Solve([0.5, 0.5, 0], [0, 0, value], 1, policy, ratios);

        residual.ShouldBe(0, Rounding);
        policy[0].ShouldBe(first, Rounding);
        policy[1].ShouldBe(first, Rounding);
        policy[2].ShouldBe(third, Rounding);
        ratios[2].ShouldBe(third > 0 ? double.PositiveInfinity : 0);
    }

    [Fact]
    public void ForwardSolution_TwoActionsOutside_TheFirstOfEqualsTakesTheMass()
    {
        double[] policy = new double[4];
        ForwardSolution.Solve([1, 0, 0, 0], [0, 1, 4, 4], 1, policy, new double[4]);

        policy.ShouldBe([0.25, 0, 0.75, 0]);
    }

    /// <summary>ρ = λ/(λ + Σ π′A − A(a)): from the solution's own multiplier.</summary>
    [Fact]
    public void ForwardSolution_RandomStates_HasTheRatiosOfItsMultiplier()
    {
        RandomKey key = RandomKey.FromSeed(7);
        for (int i = 0; i < 500; i++)
        {
            RandomKey own = key.Derive(i);
            int actions = 2 + own.Integer(0, 9);
            double strength = Math.Pow(10, (7 * own.UniformOpen(1)) - 4);
            double[] prior = SoftmaxTable.Probabilities([.. Enumerable.Range(0, actions).Select(a => 3 * own.Normal((ulong)a))], actions);
            double[] values = [.. Enumerable.Range(0, actions).Select(a => own.Derive(1).Normal((ulong)a))];
            double[] policy = new double[actions];
            double[] ratios = new double[actions];
            ForwardSolution.Solve(prior, values, strength, policy, ratios).ShouldBe(0, 1e-14);
            double mean = policy.Zip(values, (p, q) => p * q).Sum();
            double center = prior.Zip(values, (p, q) => p * q).Sum();
            mean.ShouldBeGreaterThanOrEqualTo(center - Rounding);
            for (int a = 0; a < actions; a++)
            {
                (ratios[a] * (strength + mean - values[a])).ShouldBe(strength, 1e-13 * (strength + ratios[a] + 1), $"state {i}");
            }
        }
    }

    [Fact]
    public void Adapt_Reverse_IsTheClosedForm()
    {
        var task = new TabularTask(Mdp(1), new TabularOptions { Divergence = ProximalDivergence.Reverse, Strength = 0.7 });
        double[] parameters = Parameters(1, States * Actions);
        PolicyMoments before = task.At(parameters);
        double[] expected = [.. before.Policy.Select((p, pair) => p * Math.Exp(before.Advantages[pair] / 0.7))];
        TabularAdapted adapted = task.Adapt(parameters);
        for (int pair = 0; pair < expected.Length; pair++)
        {
            double sum = expected.AsSpan(pair / Actions * Actions, Actions).ToArray().Sum();
            adapted.Policy[pair].ShouldBe(expected[pair] / sum, Rounding);
        }
    }

    /// <summary>Numbers of a policy far outside what a probability can be: the logits stay finite, and so do the ratios.</summary>
    [Fact]
    public void Adapt_ProbabilityBelowTheSmallestNumber_KeepsFiniteLogits()
    {
        foreach (ProximalDivergence divergence in (ProximalDivergence[])[ProximalDivergence.Forward, ProximalDivergence.Reverse])
        {
            var task = new TabularTask(Mdp(1), new TabularOptions { Divergence = divergence });
            double[] parameters = Parameters(1, States * Actions);
            parameters[1] = -2000;
            TabularAdapted adapted = task.Adapt(parameters);

            adapted.Status.ShouldBe(TabularStatus.Solved);
            adapted.Parameters.ShouldAllBe(x => double.IsFinite(x));
            adapted.Policy.ShouldAllBe(x => x >= 0 && x <= 1);
        }
    }

    /// <summary>Adaptation has a solution, a derivative it has not.</summary>
    [Fact]
    public void Differentiate_ProbabilityZero_IsRefusedWithAStatus()
    {
        var task = new TabularTask(Mdp(1), new TabularOptions());
        double[] parameters = Parameters(1, States * Actions);
        parameters[1] = -2000;
        TabularOutcome outcome = task.Differentiate(parameters);

        outcome.Adapted.Status.ShouldBe(TabularStatus.Solved);
        outcome.Status.ShouldBe(TabularStatus.ZeroProbability);
        outcome.Detail.ShouldContain("probability 0");
        outcome.Gradient.ShouldAllBe(x => double.IsNaN(x));
    }

    /// <summary>At the paper's λ of the lake the objective is not concave; the solve ends at a stationary point all the same.</summary>
    [Theory]
    [InlineData(0.04)]
    [InlineData(0.02)]
    [InlineData(0.004)]
    public void Adapt_NotConcave_EndsAtAStationaryPointAboveTheStart(double strength)
    {
        var rule = new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = strength };
        foreach (TabularMdp mdp in SmallLake.Draw(5, 5, 0.3))
        {
            var task = new TabularTask(mdp, rule);
            double[] start = new double[64];
            TabularAdapted adapted = task.Adapt(start);

            adapted.Status.ShouldBe(TabularStatus.Solved, adapted.Detail);
            adapted.Residual.ShouldBeLessThanOrEqualTo(1e-10);
            mdp.Evaluate(adapted.Policy).Return.ShouldBeGreaterThan(task.At(start).Return);
        }
    }

    [Fact]
    public void Adapt_TooFewSteps_GivesBackTheMetaParametersAndTheFigures()
    {
        var rule = new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = 0.02, MaximumSteps = 2 };
        TabularTask task = new(SmallLake.Draw(5, 1, 0.3)[0], rule);
        double[] start = Parameters(3, 64);
        TabularAdapted adapted = task.Adapt(start);

        adapted.Status.ShouldBe(TabularStatus.NotConverged);
        adapted.Parameters.ShouldBe(start);
        adapted.Policy.ShouldBe(task.At(start).Policy);
        adapted.Residual.ShouldBeGreaterThan(1e-10);
        adapted.Detail.ShouldContain("2 steps");
        task.Differentiate(start).Status.ShouldBe(TabularStatus.NotConverged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Strength_NotAboveZero_IsRefused(double strength)
        => Should.Throw<ArgumentOutOfRangeException>(() => new TabularOptions { Strength = strength }).Message.ShouldContain("Strength");

    [Fact]
    public void Adapt_AdvantagesNotFinite_IsAStatus()
    {
        var task = new TabularTask(Mdp(1), new TabularOptions { Divergence = ProximalDivergence.Reverse });
        double[] parameters = Parameters(1, States * Actions);
        PolicyMoments moments = task.At(parameters);
        TabularAdapted adapted = task.Adapt(
            parameters, moments with { Advantages = [.. moments.Advantages.Select(_ => double.NaN)] });

        adapted.Status.ShouldBe(TabularStatus.NonFinite);
        adapted.Parameters.ShouldBe(parameters);
    }

    [Fact]
    public void Shared_FeaturesOfAnotherShape_AreRefused()
        => Should.Throw<ArgumentException>(() => LogitFeatures.Shared(2, 2, [1, 2, 3])).Message.ShouldContain("3");
}
