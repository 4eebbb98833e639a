using Xmrl.Rl.Policies;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests;

public sealed class TabularObjectiveTests
{
    /// <summary>Differences a hundredth apart, of parameters that the build may round to float.</summary>
    private const double Tolerance = 2e-3;

    /// <summary>The divergence of adapted policies is ½vᵀ·product·v near the anchor.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.5)]
    public void FisherProduct_AtTheAnchor_IsTheCurvatureOfTheDivergence(int divergence, double strength)
    {
        const double Step = 0.01;
        TabularObjective objective = Create(new TabularOptions { Divergence = (ProximalDivergence)divergence, Strength = strength });
        double[] anchor = Parameters(5, objective.Dimension);
        double[] vector = Parameters(6, objective.Dimension);
        double[] product = new double[objective.Dimension];
        objective.FisherProduct(Rounded(anchor), vector, product);
        double expected = vector.Zip(product, (v, x) => v * x).Sum();
        double found = (At(Step) + At(-Step)) / (Step * Step);

        expected.ShouldBePositive();
        found.ShouldBe(expected, Tolerance * expected);

        double At(double length) => objective.ValueAndDivergence(
            Rounded([.. anchor.Zip(vector, (x, v) => x + (length * v))])).Divergence;
    }

    /// <summary>The interface has no status: what has no solution is NaN, which every outer step refuses.</summary>
    [Fact]
    public void Gradient_InnerSolveDoesNotConverge_IsNaN()
    {
        TabularObjective objective = Create(
            new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = 0.05, MaximumSteps = 1 });
        Real[] parameters = Rounded(Parameters(5, objective.Dimension));
        double[] gradient = new double[objective.Dimension];

        objective.Gradient(parameters, gradient).ShouldBe(double.NaN);
        objective.Value(parameters).ShouldBe(double.NaN);
        gradient.ShouldAllBe(x => double.IsNaN(x));
    }

    private static TabularObjective Create(TabularOptions options)
    {
        var task = new TabularTask(Mdp(5), options);
        return new TabularObjective(task, [.. Rounded(Parameters(5, States * Actions)).Select(x => (double)x)]);
    }

    private static Real[] Rounded(double[] parameters) => [.. parameters.Select(x => (Real)x)];
}
