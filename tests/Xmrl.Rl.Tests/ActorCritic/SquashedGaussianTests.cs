using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Networks;

namespace Xmrl.Rl.Tests.ActorCritic;

public sealed class SquashedGaussianTests
{
    // Sums of a few terms of up to 40 in float.
    private static readonly double Tolerance = sizeof(Real) == 8 ? 1e-10 : 2e-5;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.7, -1)]
    [InlineData(-1.5, 0.5)]
    public void LogDensity_OverAllActions_IntegratesToOne(double mean, double log)
    {
        const int Points = 40_000;
        const double Wide = 12;
        Real[] noise = [.. Enumerable.Range(0, Points).Select(i => (Real)(Wide * ((2.0 * (i + 0.5) / Points) - 1)))];

        (double[] actions, double[] densities) = Run(mean, log, noise);

        // da = (1 − a²)·s·dε on a grid of ε. Close to ±1 the width of a cell is below the rounding of a, and 1 − a² comes from u.
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double u = mean + (Math.Exp(log) * noise[i]);
            sum += Math.Exp(densities[i]) / Math.Pow(Math.Cosh(u), 2) * Math.Exp(log) * (2 * Wide / Points);
        }

        sum.ShouldBe(1, sizeof(Real) == 8 ? 1e-6 : 1e-4);
        actions.ShouldAllBe(action => action >= -1 && action <= 1);
    }

    [Fact]
    public void LogDensity_AwayFromSaturation_IsThatOfTheNaiveForm()
    {
        Real[] noise = [.. Enumerable.Range(-29, 59).Select(i => (Real)(i * 0.1))];

        (double[] actions, double[] densities) = Run(0, 0, noise);

        for (int i = 0; i < noise.Length; i++)
        {
            double gaussian = (-0.5 * noise[i] * noise[i]) - (0.5 * Math.Log(2 * Math.PI));
            double exact = Math.Tanh(noise[i]);
            densities[i].ShouldBe(gaussian - Math.Log(1 - (exact * exact)), sizeof(Real) == 8 ? 1e-10 : 1e-5);
            actions[i].ShouldBe(exact, sizeof(Real) == 8 ? 1e-14 : 1e-6);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    public void LogDensity_AtSaturation_KeepsItsDigits(double mean)
    {
        (double[] actions, double[] densities) = Run(mean, 0, [0]);

        double expected = (-0.5 * Math.Log(2 * Math.PI)) - (2 * (Math.Log(2) - Math.Abs(mean)));
        Math.Abs((densities[0] / expected) - 1).ShouldBeLessThan(1e-5);
        Math.Abs(actions[0]).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void LogDeviation_BeyondItsBounds_IsClamped()
    {
        (_, double[] wide) = Run(0, 50, [0]);
        (_, double[] atBound) = Run(0, SquashedGaussian.MostLog, [0]);

        wide[0].ShouldBe(atBound[0], Tolerance);
        Run(0, -50, [0]).Densities[0].ShouldBe(Run(0, SquashedGaussian.LeastLog, [0]).Densities[0], Tolerance);
    }

    private static (double[] Actions, double[] Densities) Run(double mean, double log, Real[] noise)
    {
        var tape = new Tape();
        Node output = tape.Input("output", 2, Shape.Batch);
        Node draws = tape.Input("noise", 1, Shape.Batch);
        Squashed squashed = SquashedGaussian.Record(tape, output, draws);
        var workspace = new TapeWorkspace(tape.Compile(squashed.Action, squashed.LogDensity));
        workspace.Begin(noise.Length);
        workspace.Bind(output, [.. Enumerable.Repeat((Real)mean, noise.Length), .. Enumerable.Repeat((Real)log, noise.Length)]);
        workspace.Bind(draws, noise);
        workspace.Run();
        return (Row(workspace.Read(squashed.Action)), Row(workspace.Read(squashed.LogDensity)));
    }

    private static double[] Row(ConstMatrix matrix) => [.. matrix.Row(0).ToArray().Select(value => (double)value)];
}
