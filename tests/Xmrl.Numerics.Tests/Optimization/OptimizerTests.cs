using Xmrl.Numerics.Optimization;

namespace Xmrl.Numerics.Tests.Optimization;

public sealed class OptimizerTests
{
    /// <summary>Parameters are stored as Real: a few roundings of a float near 1.</summary>
    private const double RealRounding = 1e-6;

    [Fact]
    public void SgdStep_Gradient_MovesUpwards()
    {
        Real[] parameters = [1, -2];
        new Sgd(0.5).Step(parameters, [2, 4]);
        parameters.ShouldBe([2, 0]);
    }

    [Fact]
    public void AdamStep_FirstStep_HasTheSizeOfAlphaAndTheSignOfTheGradient()
    {
        Real[] parameters = [0, 0, 0];
        new Adam(3, new AdamOptions { StepSize = 0.25 }).Step(parameters, [5, -1e-3, 0]);
        ((double)parameters[0]).ShouldBe(0.25, RealRounding);
        ((double)parameters[1]).ShouldBe(-0.25, 1e-5, "ε = 1e-8 against 1e-3 shows in the fifth digit");
        parameters[2].ShouldBe(0);
    }

    [Fact]
    public void AdamStep_ThreeSteps_EqualsTheUnrolledFormula()
    {
        const double Alpha = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 0.01;
        double[] g = [0.5, -1.5, 2];

        // mₜ and vₜ as sums over the past, algorithm 1 of the paper; then bias correction.
        double expected = 1;
        for (int t = 1; t <= 3; t++)
        {
            double m = 0, v = 0;
            for (int i = 1; i <= t; i++)
            {
                m += (1 - Beta1) * Math.Pow(Beta1, t - i) * g[i - 1];
                v += (1 - Beta2) * Math.Pow(Beta2, t - i) * g[i - 1] * g[i - 1];
            }

            expected += Alpha * (m / (1 - Math.Pow(Beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Epsilon);
        }

        var adam = new Adam(1, new AdamOptions { StepSize = Alpha, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon });
        Real[] parameters = [1];
        foreach (double gradient in g)
        {
            adam.Step(parameters, [gradient]);
        }

        ((double)parameters[0]).ShouldBe(expected, RealRounding);
    }

    /// <summary>Its own step and all later ones, in which the moment remembers it, with mean squares that hardly move. Other gradients
    /// alternate about zero, so that what the mean squares still do cancels.</summary>
    [Fact]
    public void AdamPrecondition_OneGradientMore_IsWhatItMovesInAll()
    {
        var options = new AdamOptions { StepSize = 0.1, Beta1 = 0.9, Beta2 = 1 - 1e-7, Epsilon = 0.01 };
        double[] moved = [.. new[] { 0.0, 1e-3 }.Select(more =>
        {
            var adam = new Adam(1, options);
            Real[] parameters = [0];
            double sum = 0;
            for (int t = 0; t < 600; t++)
            {
                parameters[0] = 0;
                adam.Step(parameters, [(t % 2 == 0 ? 1.5 : -1.5) + (t == 400 ? more : 0)]);
                sum += t >= 400 ? parameters[0] : 0;
            }

            return sum;
        })];
        var frozen = new Adam(1, options);
        for (int t = 0; t < 400; t++)
        {
            frozen.Step([0], [t % 2 == 0 ? 1.5 : -1.5]);
        }

        double[] gradient = [1e-3];
        frozen.Precondition(gradient);

        // Roundings of 200 floats of at most 0.01 in the sum.
        (moved[1] - moved[0]).ShouldBe(gradient[0], sizeof(Real) == 8 ? 1e-2 * gradient[0] : 0.1 * gradient[0]);
        gradient[0].ShouldBe(0.1 * 1e-3 / (1.5 + 0.01), 1e-9);
        Should.Throw<InvalidOperationException>(() => new Adam(1, options).Precondition([1]));
    }

    /// <summary>In parts of lengths that fill no vector, against the optimizer that takes one number after another.</summary>
    [Fact]
    public void PartwiseAdam_AnyParts_EqualsAdam()
    {
        const int Count = 61;
        int[] bounds = [0, 1, 4, 12, 29, Count];
        var options = new AdamOptions { StepSize = 0.01 };
        (Adam whole, PartwiseAdam parts) = (new Adam(Count, options), new PartwiseAdam(Count, options));
        Real[] expected = new Real[Count];
        Real[] found = new Real[Count];
        for (int step = 0; step < 20; step++)
        {
            double[] gradient = [.. Enumerable.Range(0, Count).Select(i => (double)(float)Math.Sin((i * 1.7) + step))];
            whole.Step(expected, gradient);
            parts.Begin();
            for (int k = 0; k + 1 < bounds.Length; k++)
            {
                Real[] own = [.. gradient[bounds[k]..bounds[k + 1]].Select(value => (Real)value)];
                parts.Step(bounds[k], own, found.AsSpan(bounds[k]..bounds[k + 1]));
            }
        }

        for (int i = 0; i < Count; i++)
        {
            ((double)found[i]).ShouldBe(expected[i], typeof(Real) == typeof(double) ? 1e-14 : RealRounding);
        }
    }

    [Fact]
    public void PartwiseAdam_TakenBackOrRestored_GoesOnAsBefore()
    {
        var adam = new PartwiseAdam(3, new AdamOptions { StepSize = 0.1 });
        Real[] parameters = [1, 2, 3];
        adam.Step(parameters, [1, -1, 2]);
        adam.Keep();
        var restored = new PartwiseAdam(3, new AdamOptions());
        restored.Restore(adam.State);
        (Real[] once, Real[] again, Real[] other) = ([.. parameters], [.. parameters], [.. parameters]);
        adam.Step(once, [3, 1, 1]);
        adam.TakeBack();
        adam.Step(again, [3, 1, 1]);
        restored.Step(other, [3, 1, 1]);
        again.ShouldBe(once);
        other.ShouldBe(once);
        Should.Throw<ArgumentException>(() => restored.Restore([])).Message.ShouldContain("state has 0 arrays");
    }

    [Fact]
    public void Adam_QuadraticWithCosineSchedule_ReachesTheMaximum()
    {
        var adam = new Adam(2, new AdamOptions());
        var schedule = new CosineSchedule(0.1, 0, 400);
        Real[] x = [3, -1];
        for (int step = 0; step < 400; step++)
        {
            adam.StepSize = schedule.StepSize(step);
            adam.Step(x, [-2 * (x[0] - 1), -20 * (x[1] - 2)]);
        }

        ((double)x[0]).ShouldBe(1, 1e-3);
        ((double)x[1]).ShouldBe(2, 1e-3);
    }

    [Fact]
    public void Restore_StateOfAnother_ContinuesBitByBit()
    {
        var first = new Adam(2, new AdamOptions());
        Real[] x = [1, 2];
        first.Step(x, [0.3, -0.7]);
        first.StepSize = 0.02;
        var second = new Adam(2, new AdamOptions());
        second.Restore(first.State);
        Real[] y = [.. x];
        first.Step(x, [0.1, 0.2]);
        second.Step(y, [0.1, 0.2]);
        y.ShouldBe(x);
        second.State.Select(entry => entry.Name).ShouldBe(["stepSize", "steps", "mean", "meanSquare"]);
    }

    [Fact]
    public void State_AfterExport_IsACopy()
    {
        var adam = new Adam(1, new AdamOptions());
        IReadOnlyList<(string Name, double[] Values)> state = adam.State;
        adam.Step(new Real[1], [1]);
        state[2].Values[0].ShouldBe(0);
    }

    [Fact]
    public void Restore_WrongState_Throws()
    {
        var adam = new Adam(2, new AdamOptions());
        Should.Throw<ArgumentException>(() => adam.Restore(new Sgd(1).State)).Message
            .ShouldStartWith("state has 1 arrays (stepSize); 4 expected (stepSize, steps, mean, meanSquare).");
        Should.Throw<ArgumentException>(
            () => adam.Restore(new Adam(3, new AdamOptions()).State)).Message.ShouldContain("mean with 3 values; mean with 2");
        var sgd = new Sgd(1);
        sgd.Restore([("stepSize", [0.5])]);
        sgd.StepSize.ShouldBe(0.5);
    }

    [Fact]
    public void Step_LengthsDiffer_Throws()
    {
        Should.Throw<ArgumentException>(() => new Sgd(1).Step(new Real[2], [1])).ParamName.ShouldBe("gradient");
        Should.Throw<ArgumentException>(() => new Adam(2, new AdamOptions()).Step(new Real[1], [1])).ParamName.ShouldBe("parameters");
    }

    [Fact]
    public void StepSize_NotFinite_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd(1) { StepSize = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new AdamOptions { Beta2 = 1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new AdamOptions { Epsilon = 0 });
    }

    [Fact]
    public void ByNorm_LongGradient_IsShortenedAndKeepsItsDirection()
    {
        double[] gradient = [3, 4];
        GradientClipping.ByNorm(gradient, 1).ShouldBe(5);
        gradient[0].ShouldBe(0.6, 1e-15);
        gradient[1].ShouldBe(0.8, 1e-15);
    }

    [Fact]
    public void ByNorm_ShortOrNonFiniteGradient_IsLeftAlone()
    {
        double[] gradient = [3, 4];
        GradientClipping.ByNorm(gradient, 5).ShouldBe(5);
        gradient.ShouldBe([3, 4]);
        double[] broken = [1, double.NaN];
        GradientClipping.ByNorm(broken, 0.1).ShouldBe(double.NaN);
        broken[0].ShouldBe(1);
        Should.Throw<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(gradient, 0));
    }

    [Fact]
    public void Schedules_KnownSteps_GiveKnownSizes()
    {
        new CosineSchedule(0.3, 0.3, 1).StepSize(1000).ShouldBe(0.3);
        var cosine = new CosineSchedule(1, 0.2, 10);
        cosine.StepSize(0).ShouldBe(1, 1e-15);
        cosine.StepSize(5).ShouldBe(0.6, 1e-15);
        cosine.StepSize(10).ShouldBe(0.2, 1e-15);
        cosine.StepSize(11).ShouldBe(0.2, 1e-15);
    }
}
