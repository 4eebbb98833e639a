using Xmrl.Autodiff;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Networks;

namespace Xmrl.Rl.Tests.ActorCritic;

public sealed class SoftStepTests
{
    // Central differences in double reach 1e-9 of values near 1; in float the rounding of the values is left.
    private static readonly double Tolerance = sizeof(Real) == 8 ? 1e-6 : 3e-2;

    private static readonly SoftOptions Options = new() { Discount = 0.9, RewardScale = 2, MeanPenalty = 0.01, DeviationPenalty = 0.02 };

    [Theory]
    [InlineData(SoftUpdate.ValueTarget)]
    [InlineData(SoftUpdate.TwinTarget)]
    public void CriticGradients_AreThoseOfDifferences(object update)
    {
        var problem = new SoftProblem((SoftUpdate)update);
        CriticStep step = Critic(problem);
        (double[] critics, _) = Gradients(problem, step);
        int offset = problem.Networks.Critics[0].Offset;

        RequireSame(critics, Enumerable.Range(0, critics.Length), i => SoftProblem.Difference(
            problem.Parameters, offset + i, () => Value(problem, step)));
    }

    [Theory]
    [InlineData(SoftUpdate.ValueTarget)]
    [InlineData(SoftUpdate.TwinTarget)]
    public void CriticGradient_OfTheLatent_TakesTheTargetForAConstant(object update)
    {
        var problem = new SoftProblem((SoftUpdate)update);
        (_, Real[] gradient) = Gradients(problem, Critic(problem));
        double[] moved =
            [.. Enumerable.Range(0, 2).Select(i => SoftProblem.Difference(problem.Latent, i, () => Value(problem, Critic(problem))))];

        Freeze(problem);
        CriticStep frozen = Critic(problem);
        (_, Real[] same) = Gradients(problem, frozen);

        RequireSame([.. gradient.Select(value => (double)value)], [0, 1], i => same[i]);
#if REAL_IS_DOUBLE
        // The latent moves every sample, some of them over a kink where the step is as wide as float needs it.
        RequireSame(gradient, [0, 1], i => SoftProblem.Difference(problem.Latent, i, () => Value(problem, frozen)));
#endif
        moved.Zip(gradient).ShouldContain(pair => Math.Abs(pair.First - pair.Second) > 0.1);
    }

    [Theory]
    [InlineData(SoftUpdate.ValueTarget)]
    [InlineData(SoftUpdate.TwinTarget)]
    public void PolicyGradient_IsThatOfDifferences(object update)
    {
        var problem = new SoftProblem((SoftUpdate)update);
        PolicyStep step = Policy(problem, Options);
        var gradient = new double[problem.Networks.Policy.Length];
        step.ReadGradients(gradient, new double[problem.Networks.Value?.Length ?? 0]);

        RequireSame(gradient, Enumerable.Range(0, gradient.Length), i => SoftProblem.Difference(
            problem.Parameters, problem.Networks.Policy.Offset + i, () => Run(problem, step).Objective));
    }

    [Fact]
    public void ValueGradient_IsThatOfDifferences()
    {
        var problem = new SoftProblem(SoftUpdate.ValueTarget);
        PolicyStep step = Policy(problem, Options);
        LatentNetwork value = problem.Networks.Value.ShouldNotBeNull();
        var gradient = new double[value.Length];
        step.ReadGradients(new double[problem.Networks.Policy.Length], gradient);

        RequireSame(gradient, Enumerable.Range(0, gradient.Length), i => SoftProblem.Difference(
            problem.Parameters, value.Offset + i, () => Run(problem, step).ValueObjective));
    }

    [Fact]
    public void Follow_TowardsAConstant_IsTheGeometricMean()
    {
        Real[] target = [3, -2];
        for (int n = 0; n < 50; n++)
        {
            TargetNetwork.Follow(target, [1, 1], 0.05);
        }

        double left = Math.Pow(0.95, 50);
        double tolerance = sizeof(Real) == 8 ? 1e-12 : 1e-5;
        ((double)target[0]).ShouldBe(1 + (left * 2), tolerance);
        ((double)target[1]).ShouldBe(1 - (left * 3), tolerance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Act_IsTheActionOfTheRecording(bool isMean)
    {
        var problem = new SoftProblem(SoftUpdate.ValueTarget);
        LatentNetwork policy = problem.Networks.Policy;
        var tape = new Tape();
        Node[] parameters = policy.ParameterInputs(tape);
        Node observation = tape.Input("o", 3, Shape.Batch);
        Node latent = tape.Input("z", 2, 1);
        Node noise = tape.Input("noise", 2, Shape.Batch);
        Squashed squashed = SquashedGaussian.Record(tape, policy.Record(tape, parameters, observation, latent), noise);
        var workspace = new TapeWorkspace(tape.Compile(squashed.Action));
        Real[] draw = isMean ? [0, 0] : [(Real)0.4, (Real)(-1.3)];
        workspace.Begin(1);
        policy.Bind(workspace, parameters, problem.Parameters);
        workspace.Bind(observation, [(Real)0.1, 1, -1]);
        workspace.Bind(latent, problem.Latent);
        workspace.Bind(noise, draw);
        workspace.Run();
        var actor = new SquashedActor(policy);
        actor.Load(problem.Parameters, problem.Latent);
        var action = new Real[2];

        actor.Act([(Real)0.1, 1, -1], isMean ? [] : draw, action);

        for (int a = 0; a < 2; a++)
        {
            ((double)action[a]).ShouldBe(workspace.Read(squashed.Action)[a, 0], sizeof(Real) == 8 ? 1e-12 : 1e-6);
        }
    }

    private static CriticStep Critic(SoftProblem problem)
    {
        var step = new CriticStep(problem.Networks, Options, SoftProblem.Batch);
        step.Run(problem.Parameters, problem.Targets, problem.Samples);
        return step;
    }

    private static (double[] Critics, Real[] Latent) Gradients(SoftProblem problem, CriticStep step)
    {
        var critics = new double[2 * problem.Networks.Critics[0].Length];
        var latent = new Real[2];
        step.ReadGradients(critics, latent);
        return (critics, latent);
    }

    private static double Value(SoftProblem problem, CriticStep step)
    {
        step.Run(problem.Parameters, problem.Targets, problem.Samples);
        return step.Objective;
    }

    private static PolicyStep Policy(SoftProblem problem, SoftOptions options)
        => Run(problem, new PolicyStep(problem.Networks, options, SoftProblem.Batch));

    private static PolicyStep Run(SoftProblem problem, PolicyStep step)
    {
        step.Run(problem.Parameters, problem.Samples);
        return step;
    }

    /// <summary>Puts the value of what follows into the rewards, so that the target is the same and depends on nothing.</summary>
    private static void Freeze(SoftProblem problem)
    {
        SoftNetworks networks = problem.Networks;
        var tape = new Tape();
        Node next = tape.Input("next", 3, Shape.Batch);
        Node latent = tape.Input("z", 2, 1);
        Node noise = tape.Input("noise", 2, Shape.Batch);
        Node[][] targets = [.. networks.Targeted.Select(target => target.ParameterInputs(tape, "target."))];
        Node[] policy = networks.Policy.ParameterInputs(tape);
        Node value;
        if (networks.Value is { } network)
        {
            value = network.Record(tape, targets[0], next, latent);
        }
        else
        {
            Squashed action = SquashedGaussian.Record(tape, networks.Policy.Record(tape, policy, next, latent), noise);
            Node sample = tape.ConcatRows(next, action.Action);
            value = tape.Minimum(
                networks.Critics[0].Record(tape, targets[0], sample, latent), networks.Critics[1].Record(tape, targets[1], sample, latent));
            value -= problem.Temperature * action.LogDensity;
        }

        var workspace = new TapeWorkspace(tape.Compile(value));
        workspace.Begin(SoftProblem.Batch);
        foreach ((int j, Node[] target) in targets.Index())
        {
            networks.Targeted[j].Bind(workspace, target, problem.Targets);
        }

        networks.Policy.Bind(workspace, policy, problem.Parameters);
        workspace.Bind(next, problem["next"]);
        workspace.Bind(latent, problem.Latent);
        workspace.Bind(noise, problem["target"]);
        workspace.Run();
        Real[] values = workspace.Read(value).Row(0).ToArray();
        problem["r"] =
        [
            .. problem["r"].Zip(values, problem["c"])
                .Select(entry => (Real)(entry.First + (Options.Discount * entry.Third * entry.Second / Options.RewardScale))),
        ];
        problem["c"] = new Real[SoftProblem.Batch];
    }

    private static void RequireSame(double[] gradient, IEnumerable<int> places, Func<int, double> other)
    {
        double norm = Math.Sqrt(gradient.Sum(value => value * value));
        norm.ShouldBeGreaterThan(0.01);
        foreach (int i in places)
        {
            other(i).ShouldBe(gradient[i], Tolerance * norm, $"component {i}");
        }
    }
}
