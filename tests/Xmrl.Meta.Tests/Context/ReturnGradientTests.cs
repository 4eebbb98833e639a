using Xmrl.Autodiff;
using Xmrl.Environments.PointRobot;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

public sealed class ReturnGradientTests
{
    private const int Steps = 5;
    private const int Transitions = 4;

    private static readonly PosteriorRecipe s_options = new() { Hidden = [6, 5], EncoderHidden = [5], Latent = 2 };

    private readonly EnvironmentSpec _spec = new PointRobotFamily(PointRobotOptions.Sparse).Spec;
    private readonly PosteriorNetworks _networks;
    private readonly EncoderStep _encoder;
    private readonly Real[] _parameters;
    private readonly Trial _trial;
    private readonly Real[] _credits = Draw(6, Steps, 1);

    public ReturnGradientTests()
    {
        _networks = new PosteriorNetworks(_spec, s_options);
        _encoder = new EncoderStep(_networks.Encoder!);
        _parameters = Draw(1, _networks.ParameterCount, 0.4);
        Real[] context = Draw(2, _networks.ContextSize * Transitions, 1);
        Real[] noise = Draw(3, s_options.Latent, 1);
        var latent = new Real[s_options.Latent];
        _encoder.Infer(_parameters, new ConstMatrix(context, _networks.ContextSize, Transitions), noise, latent);
        _trial = new Trial
        {
            Observations = Draw(4, _spec.ObservationSize * Steps, 1),
            Noise = Draw(5, _spec.ActionSize * Steps, 1),
            Rewards = new Real[Steps],
            Latent = latent,
            Context = context,
            LatentNoise = noise,
        };
    }

    [Fact]
    public void Add_GivenActions_IsTheGradientOfTheirLogDensity()
    {
        var gradient = new double[_networks.ParameterCount];
        new ReturnGradient(_networks).Add(_encoder, _parameters, _trial, _credits, gradient);

        double[] actions = Actions();
        double norm = Math.Sqrt(gradient.Sum(value => value * value));
        LatentNetwork policy = _networks.Soft.Policy;
        double step = sizeof(Real) == 8 ? 1e-6 : 1e-3;
        foreach (int i in Enumerable.Range(0, _networks.Encoder!.Length).Concat(Enumerable.Range(policy.Offset, policy.Length)))
        {
            Real kept = _parameters[i];
            _parameters[i] = (Real)(kept + step);
            (double high, double up) = (LogDensity(actions), _parameters[i]);
            _parameters[i] = (Real)(kept - step);
            double low = LogDensity(actions);
            double difference = (high - low) / (up - _parameters[i]);
            _parameters[i] = kept;
            difference.ShouldBe(gradient[i], (sizeof(Real) == 8 ? 1e-6 : 3e-2) * norm, $"component {i}");
        }

        gradient[.._networks.Encoder.Length].Max(Math.Abs).ShouldBeGreaterThan(1e-3 * norm);
        foreach (LatentNetwork critic in _networks.Soft.Critics)
        {
            gradient.AsSpan(critic.Offset, critic.Length).IndexOfAnyExcept(0).ShouldBe(-1);
        }
    }

    [Fact]
    public void Add_LatentOfThePrior_LeavesTheEncoderOut()
    {
        var gradient = new double[_networks.ParameterCount];

        new ReturnGradient(_networks).Add(_encoder, _parameters, _trial with { Context = [] }, _credits, gradient);

        gradient.AsSpan(0, _networks.Encoder!.Length).IndexOfAnyExcept(0).ShouldBe(-1);
        gradient.AsSpan().IndexOfAnyExcept(0).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Credits_TrialsOfSeveralLengths_AreRewardsAheadLessThoseOfTheOthers()
    {
        Trial[] trials = [Of(1, 2, 3), Of(10), Of(0, 4)];

        Real[][] credits = Trial.Credits(trials);

        // Ahead: 6, 5, 3; 10, 0, 0; 4, 4, 0.
        credits[0].ShouldBe([6 - 7, 5 - 2, 3]);
        credits[1].ShouldBe([10 - 5]);
        credits[2].ShouldBe([4 - 8, (Real)(4 - 2.5)]);
        Should.Throw<ArgumentOutOfRangeException>(() => Trial.Credits([Of(1)]));

        Trial Of(params Real[] rewards) => _trial with { Rewards = rewards };
    }

    private static Real[] Draw(int child, int length, double scale)
    {
        var values = new Real[length];
        RandomKey.FromSeed(9).Derive(child).FillNormal(0, values);
        return [.. values.Select(value => (Real)(scale * value))];
    }

    /// <summary>u = m + s∘ε under the parameters at hand. Shape [A·T].</summary>
    private double[] Actions()
    {
        (double[] mean, double[] log) = Heads();
        return [.. mean.Select((m, i) => m + (Math.Exp(log[i]) * _trial.Noise[i]))];
    }

    private double LogDensity(double[] actions)
    {
        (double[] mean, double[] log) = Heads();
        double sum = 0;
        for (int i = 0; i < actions.Length; i++)
        {
            double distance = (actions[i] - mean[i]) / Math.Exp(log[i]);
            sum += _credits[i % Steps] * ((-0.5 * distance * distance) - log[i]);
        }

        return sum;
    }

    private (double[] Mean, double[] Log) Heads()
    {
        var latent = new Real[s_options.Latent];
        _encoder.Infer(
            _parameters, new ConstMatrix(_trial.Context, _networks.ContextSize, Transitions), _trial.LatentNoise, latent);
        LatentNetwork policy = _networks.Soft.Policy;
        var tape = new Tape();
        Node[] inputs = policy.ParameterInputs(tape);
        Node observations = tape.Input("observations", _spec.ObservationSize, Shape.Batch);
        Node z = tape.Input("latent", latent.Length, 1);
        Node output = policy.Record(tape, inputs, observations, z);
        var workspace = new TapeWorkspace(tape.Compile(output));
        workspace.Begin(Steps);
        policy.Bind(workspace, inputs, _parameters);
        workspace.Bind(observations, new ConstMatrix(_trial.Observations, _spec.ObservationSize, Steps));
        workspace.Bind(z, latent);
        workspace.Run();
        ConstMatrix heads = workspace.Read(output);
        return (Rows(heads, 0), Rows(heads, _spec.ActionSize));

        double[] Rows(ConstMatrix matrix, int first)
        {
            var values = new double[_spec.ActionSize * Steps];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = matrix[first + (i / Steps), i % Steps];
            }

            return values;
        }
    }
}
