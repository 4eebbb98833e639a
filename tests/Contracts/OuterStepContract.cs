using Xmrl.Meta.Outer;

namespace Xmrl.Contracts;

/// <summary>What every outer step must do: climb, fail closed, continue from its state to the same bits. Inherit it once per outer
/// step.</summary>
public abstract class OuterStepContract
{
    private static readonly Real[] Start = [1, -2, (Real)0.5];
    private static readonly double[] Centre = [3, 1, -1];
    private static readonly double[] Fisher = [1, 4, 0.25];

    /// <summary>Problems on which a step may end as it likes, but must end well.</summary>
    private static readonly Dictionary<string, Func<Real[], QuadraticProblem>> Hostile = new()
    {
        ["Fisher matrix NaN"] = at => new(at, Centre, Fisher) { FisherFactor = double.NaN },
        ["Fisher matrix negative"] = at => new(at, Centre, Fisher) { FisherFactor = -1 },
        ["Fisher matrix zero"] = at => new(at, Centre, Fisher) { FisherFactor = 0 },
        ["Fisher matrix infinite"] = at => new(at, Centre, Fisher) { FisherFactor = double.PositiveInfinity },
        ["value NaN"] = at => new(at, Centre, Fisher) { ChangeValue = _ => double.NaN },
        ["value constant"] = at => new(at, Centre, Fisher) { ChangeValue = _ => 1 },
        ["divergence NaN"] = at => new(at, Centre, Fisher) { ChangeDivergence = _ => double.NaN },
        ["divergence infinite"] = at => new(at, Centre, Fisher) { ChangeDivergence = _ => double.PositiveInfinity },
        ["gradient huge"] = at => new(at, Centre, Fisher) { GradientOverride = [1e150, -1e150, 0] },
        ["gradient tiny"] = at => new(at, Centre, Fisher) { GradientOverride = [1e-300, 0, 0] },
        ["second gradient NaN"] = at => new(at, Centre, Fisher) { ChangeGradient = (n, g) => n == 2 ? double.NaN : g },
        ["second gradient huge"] = at => new(at, Centre, Fisher) { ChangeGradient = (n, g) => n == 2 ? 1e300 * g : g },
    };

    public static TheoryData<string> HostileProblems => [.. Hostile.Keys];

    [Fact]
    public void Step_Quadratic_ClimbsAndSaysSo()
    {
        IOuterStep step = CreateStep(Start.Length);
        Real[] theta = [.. Start];
        for (int k = 0; k < 3; k++)
        {
            QuadraticProblem problem = Ordinary(theta);
            double before = problem.Evaluate(theta).Value;
            OuterReport report = step.Step(theta, problem);
            (report.Status, report.StoodStill).ShouldBe((OuterStatus.Accepted, false), report.Detail);
            report.GradientNorm.ShouldBe(Math.Sqrt(problem.Gradient.ToArray().Sum(g => g * g)), 1e-9);
            problem.Evaluate(theta).Value.ShouldBeGreaterThan(before);
        }
    }

    [Fact]
    public void Step_SameProblems_SameBits()
    {
        (Real[] theta, string state) = Run(CreateStep(Start.Length), [.. Start], 4);
        (Real[] again, string stateAgain) = Run(CreateStep(Start.Length), [.. Start], 4);
        again.ShouldBe(theta);
        stateAgain.ShouldBe(state);
        theta.ShouldNotBe(Start);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Step_GradientNotFinite_LeavesParametersAndState(double bad)
    {
        (IOuterStep step, Real[] theta) = Underway();
        string state = Text(step);
        Real[] before = [.. theta];
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, Centre, Fisher) { GradientOverride = [1, bad, 1] });
        report.Status.ShouldBe(OuterStatus.NonFiniteGradient);
        report.Detail.ShouldNotBeEmpty();
        theta.ShouldBe(before);
        Text(step).ShouldBe(state);
    }

    [Fact]
    public void Step_GradientZero_SaysSoAndMovesNothing()
    {
        // Also after other steps, whose momentum would go on.
        (IOuterStep step, Real[] theta) = Underway();
        Real[] before = [.. theta];
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, Centre, Fisher) { GradientOverride = [0, 0, 0] });
        (report.Status, report.GradientNorm, report.StoodStill).ShouldBe((OuterStatus.ZeroGradient, 0, true));
        report.Detail.ShouldNotBeEmpty();
        theta.ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(HostileProblems))]
    public void Step_HostileProblem_MovesToFiniteParametersOrNotAtAll(string problem)
    {
        (IOuterStep step, Real[] theta) = Underway();
        string state = Text(step);
        Real[] before = [.. theta];
        OuterReport report = step.Step(theta, Hostile[problem](theta));
        if (report.Status == OuterStatus.Accepted)
        {
            theta.ShouldNotBe(before);
            theta.ShouldAllBe(value => Real.IsFinite(value));
            step.State.SelectMany(entry => entry.Values).ShouldAllBe(value => double.IsFinite(value));
            return;
        }

        report.Detail.ShouldNotBeEmpty();
        theta.ShouldBe(before);
        if (!report.StoodStill)
        {
            Text(step).ShouldBe(state);
        }

        // Whatever happened, the next ordinary step is one.
        step.Step(theta, Ordinary(theta)).Status.ShouldBe(OuterStatus.Accepted);
    }

    [Fact]
    public void Step_StoppedInAnyCall_LeavesParametersAndState()
    {
        (IOuterStep step, Real[] theta) = Underway();
        string state = Text(step);
        Real[] before = [.. theta];
        int calls = Calls(theta);
        calls.ShouldBePositive();
        for (int call = 1; call <= calls; call++)
        {
            var problem = new QuadraticProblem(theta, Centre, Fisher) { StopAt = call };
            Should.Throw<OperationCanceledException>(() => step.Step(theta, problem));
            theta.ShouldBe(before, $"stopped in call {call}");
            Text(step).ShouldBe(state, $"stopped in call {call}");
        }

        int Calls(Real[] at)
        {
            (IOuterStep other, Real[] copy) = Underway();
            copy.ShouldBe(at);
            QuadraticProblem problem = Ordinary(copy);
            other.Step(copy, problem);
            return problem.Calls;
        }
    }

    [Fact]
    public void State_TakenBeforeAStep_IsACopy()
    {
        (IOuterStep step, Real[] theta) = Underway();
        IReadOnlyList<(string Name, double[] Values)> state = step.State;
        string before = Text(state);
        step.Step(theta, Ordinary(theta));
        Text(state).ShouldBe(before);
    }

    [Fact]
    public void Restore_StateOfAnother_ContinuesToTheSameBits()
    {
        (IOuterStep step, Real[] theta) = Underway();
        IOuterStep other = CreateStep(Start.Length);
        other.Restore(step.State);
        Text(other).ShouldBe(Text(step));
        (Real[] first, string state) = Run(step, [.. theta], 3);
        (Real[] second, string otherState) = Run(other, [.. theta], 3);
        second.ShouldBe(first);
        otherState.ShouldBe(state);
    }

    [Fact]
    public void Restore_ForeignState_ThrowsAndLeavesTheState()
    {
        (IOuterStep step, _) = Underway();
        (string Name, double[] Values)[] own = [.. step.State];
        string before = Text(step);
        ShouldRefuse([.. own, ("foreign", [1])]).ShouldContain("foreign");
        for (int i = 0; i < own.Length; i++)
        {
            int at = i;
            ShouldRefuse([.. own.Where((_, k) => k != at)]).ShouldContain(own[at].Name);
            ShouldRefuse([.. own.Select((entry, k) => k == at ? (entry.Name, [.. entry.Values, 1]) : entry)]).ShouldContain(own[at].Name);
            ShouldRefuse([.. own.Select((entry, k) => k == at ? (entry.Name, []) : entry)]).ShouldContain(own[at].Name);
        }

        string ShouldRefuse((string Name, double[] Values)[] state)
        {
            // Numbers of another run, so that a half restored state shows.
            (string, double[])[] foreign = [.. state.Select(entry => (entry.Name, entry.Values.Select(value => value + 1).ToArray()))];
            string message = Should.Throw<ArgumentException>(() => step.Restore(foreign)).Message;
            Text(step).ShouldBe(before);
            return message;
        }
    }

    /// <summary>An outer step as its first iteration finds it, of a length that climbs the quadratic.</summary>
    protected abstract IOuterStep CreateStep(int parameters);

    private static QuadraticProblem Ordinary(Real[] theta) => new(theta, Centre, Fisher);

    private static (Real[] Theta, string State) Run(IOuterStep step, Real[] theta, int steps)
    {
        for (int k = 0; k < steps; k++)
        {
            step.Step(theta, Ordinary(theta));
        }

        return (theta, Text(step));
    }

    private static string Text(IOuterStep step) => Text(step.State);

    private static string Text(IReadOnlyList<(string Name, double[] Values)> state)
        => string.Join(
            "; ",
            state.Select(entry => $"{entry.Name}: {string.Join(", ", entry.Values.Select(BitConverter.DoubleToInt64Bits))}"));

    /// <summary>A step after two iterations, and where it came to.</summary>
    private (IOuterStep Step, Real[] Theta) Underway()
    {
        IOuterStep step = CreateStep(Start.Length);
        return (step, Run(step, [.. Start], 2).Theta);
    }
}
