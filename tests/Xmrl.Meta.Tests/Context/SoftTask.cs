using Xmrl.Autodiff;
using Xmrl.Meta.Context;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>A soft actor-critic without a latent, trained on one task of an environment whose answer is known.</summary>
internal sealed class SoftTask : IDisposable
{
    private readonly WorkPool _pool = new(2);
    private readonly PosteriorLearner _learner;
    private readonly IMetaTraining _training;
    private readonly double _rewardScale;

    public SoftTask(ISingleEnvironment environment, int horizon, PosteriorRecipe options, double stepSize, double observationScale = 1)
    {
        Family = new SingleEnvironmentFamily(
            new EnvironmentSpec
            {
                Id = "SoftTask-v1",
                RewardVersion = "1",
                ObservationSize = 1,
                ActionSize = 1,
                Horizon = horizon,
                TaskParameterNames = [],
                TaskParameterRanges = [],
                ObservationCentre = [0],
                ObservationScale = [observationScale],
                ScoreName = "return",
            },
            _ => environment);
        _rewardScale = options.Soft.RewardScale;
        _learner = new PosteriorLearner(Family, options, _pool);
        var theta = new Real[_learner.ParameterCount];
        _learner.Initialize(RandomKey.FromSeed(1), theta);
        _training = _learner.Begin(theta, new OuterSchedule(stepSize, 1, 1));
    }

    public SingleEnvironmentFamily Family { get; }

    public static PosteriorRecipe Options { get; } = new()
    {
        Latent = 0,
        Hidden = [32, 32],
        Batch = 64,
        MetaBatch = 1,
        TasksPerCollection = 1,
        InitialSteps = 200,
        PriorSteps = 0,
        PosteriorSteps = 0,
        ExtraSteps = 50,
        GradientSteps = 100,
    };

    public SoftNetworks Networks => _learner.Networks.Soft;

    public void Train(int iterations)
    {
        var plan = new TaskPlan { MdpTask = Family.SampleTask(RandomKey.FromSeed(2), 0) };
        for (int i = 0; i < iterations; i++)
        {
            IterationReport report = _training.Iterate([plan], RandomKey.FromSeed(3).Derive(i));
            report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
        }
    }

    /// <summary>A critic's value of an action, in rewards.</summary>
    public double Critic(int critic, Real observation, Real action)
        => Output(Networks.Critics[critic], [observation, action]) / _rewardScale;

    /// <summary>The value of an observation, in rewards.</summary>
    public double Value(Real observation) => Output(Networks.Value.ShouldNotBeNull(), [observation]) / _rewardScale;

    /// <summary>The mean action at an observation.</summary>
    public double MeanAction(Real observation)
    {
        var actor = new SquashedActor(Networks.Policy);
        actor.Load(_training.Parameters, []);
        var action = new Real[1];
        actor.Act([observation], [], action);
        return action[0];
    }

    public void Dispose()
    {
        _learner.Dispose();
        _pool.Dispose();
    }

    private double Output(LatentNetwork network, Real[] input)
    {
        var tape = new Tape();
        Node[] parameters = network.ParameterInputs(tape);
        Node sample = tape.Input("input", input.Length, Shape.Batch);
        Node output = network.Record(tape, parameters, sample, null);
        var workspace = new TapeWorkspace(tape.Compile(output));
        workspace.Begin(1);
        network.Bind(workspace, parameters, _training.Parameters);
        workspace.Bind(sample, input);
        workspace.Run();
        return workspace.Read(output)[0, 0];
    }
}
