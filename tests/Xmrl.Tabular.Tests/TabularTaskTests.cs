using Xmrl.Rl.Policies;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests;

public sealed class TabularTaskTests
{
    /// <summary>Central differences with a step of 1e-4 leave about 1e-8, and the inner residual its share.</summary>
    private const double Tolerance = 1e-6;

    private const double Step = 1e-4;

    [Theory]
    [InlineData(0, 1, false, false)]
    [InlineData(0, 1, true, false)]
    [InlineData(0, 5, false, true)]
    [InlineData(0, 5, true, true)]
    [InlineData(1, 0.2, false, false)]
    [InlineData(1, 1, false, false)]
    [InlineData(1, 1, true, false)]
    [InlineData(1, 5, false, true)]
    [InlineData(1, 5, true, true)]
    [InlineData(2, 0.2, false, false)]
    [InlineData(2, 1, false, false)]
    [InlineData(2, 1, true, false)]
    [InlineData(2, 5, false, true)]
    [InlineData(2, 5, true, true)]
    public void Differentiate_EachRule_EqualsDifferences(int divergence, double strength, bool isShared, bool isLinear)
    {
        var options = new TabularOptions { Divergence = (ProximalDivergence)divergence, Strength = strength, IsLinear = isLinear };
        for (ulong seed = 0; seed < 4; seed++)
        {
            TabularTask task = Task(seed, isShared, options);
            double[] parameters = Parameters(seed, task.Features.Parameters);
            TabularOutcome outcome = task.Differentiate(parameters);

            outcome.Status.ShouldBe(TabularStatus.Solved, outcome.Detail);
            double[] expected = Differences(task, parameters);
            double scale = expected.Max(Math.Abs);
            for (int p = 0; p < expected.Length; p++)
            {
                outcome.Gradient[p].ShouldBe(expected[p], Tolerance * scale, $"seed {seed}, parameter {p}");
            }
        }
    }

    private static TabularTask Task(ulong seed, bool isShared, TabularOptions options) => new(
        Mdp(seed), isShared ? LogitFeatures.Shared(States, Actions, Features(seed)) : LogitFeatures.Table(States, Actions), options);

    private static double[] Differences(TabularTask task, double[] parameters)
        =>
        [
            .. parameters.Select((_, p) =>
            {
                double[] up = [.. parameters];
                double[] down = [.. parameters];
                up[p] += Step;
                down[p] -= Step;
                return (task.Value(up) - task.Value(down)) / (2 * Step);
            }),
        ];
}
