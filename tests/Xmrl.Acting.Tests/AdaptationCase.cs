using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;
using Xmrl.Exporting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Acting.Tests;

/// <summary>A learner of the product with a policy, its export, and a rollout on which both adapt.</summary>
internal sealed class AdaptationCase : IDisposable
{
    private static readonly Dictionary<string, TrainConfiguration> s_cases = new(StringComparer.Ordinal)
    {
        ["maml"] = Of("Navigation2D-v1", new Maml { Inner = new() { InnerStepSize = 0.1 }, Rollouts = Rollouts(0.99, 0.95) }),
        ["maml, fixed deviation, relu"] = Of(
            "PointRobot-v1",
            new Maml { Inner = new() { InnerStepSize = 0.3 }, Rollouts = Rollouts(0.9, 1) },
            new() { HiddenSizes = [6, 5], Activation = Activation.Relu, LearnLogStd = false, InitialLogStd = -0.5 }),
        ["maml, context, choices"] = Of(
            "Doors-v1",
            new Maml { Inner = new() { InnerStepSize = 0.2 }, Rollouts = Rollouts(0.5, 0) },
            new() { HiddenSizes = [8], Activation = Activation.Tanh, ContextSize = 3 }),
        ["drone, radial"] = Of(
            "Drone-v1", new Maml { Inner = new() { InnerStepSize = 0.1 }, Rollouts = Rollouts(0.5, 1, BaselineName.Radial) }),
        ["plane, radial, cut"] = Of(
            "Navigation2D-v1", new Maml { Inner = new() { InnerStepSize = 0.1 }, Rollouts = Rollouts(0.95, 0.9, BaselineName.Radial) }),
        ["plane, radial, undiscounted"] = Of(
            "Navigation2D-v1", new Maml { Inner = new() { InnerStepSize = 0.1 }, Rollouts = Rollouts(1, 0.9, BaselineName.Radial) }),
        ["promp, learned step sizes"] = Of(
            "Navigation2D-v1",
            new ProMp
            {
                Inner = new() { InnerStepSize = 0.1, StepSizeLearning = StepSizeLearning.PerParameter },
                Rollouts = Rollouts(0.99, 0.95),
            }),
        ["cavia"] = Of(
            "Navigation2D-v1",
            new Cavia { Rollouts = Rollouts(0.99, 0.95) },
            new() { HiddenSizes = [8, 8], Activation = Activation.Tanh, ContextSize = 4 }),
    };

    private readonly WorkPool _pool = new(1);
    private readonly TrainConfiguration _configuration;
    private readonly GradientLearner _learner;
    private readonly IEnvironmentFamily _family;
    private readonly RolloutSampler _sampler;

    internal AdaptationCase(string name)
    {
        _configuration = s_cases[name];
        _family = LearnerFactory.Family(_configuration);
        Policy = LearnerFactory.Policy(_configuration.Policy, _family.Spec);
        _learner = (GradientLearner)_configuration.Meta.Learner.Create(
            new LearnerParts { Family = _family, Policy = Policy, Pool = _pool });
        _sampler = new RolloutSampler(_family, Policy);
        Theta = new Real[_learner.ParameterCount];
        _learner.Initialize(RandomKey.FromSeed(3), Theta);

        // Biases, context and step sizes that begin equal are made to differ.
        for (int i = 0; i < Theta.Length; i++)
        {
            double noise = RandomKey.FromSeed(4).Normal((ulong)i);
            Theta[i] = i < Policy.ParameterCount ? (Real)(Theta[i] + (0.1 * noise)) : (Real)(Theta[i] * (1 + (0.5 * Math.Sin(noise))));
        }
    }

    internal static IEnumerable<string> Names => s_cases.Keys;

    internal IPolicy Policy { get; }

    /// <summary>Meta-parameters: the policy's, then learned step sizes.</summary>
    internal Real[] Theta { get; }

    internal Real[] Weights => Theta[..Policy.ParameterCount];

    /// <summary>The exported file.</summary>
    internal byte[] File()
    {
        var exported = new ExportedPolicy(Policy, Weights, "case", [])
        {
            Adaptation = ExportedAdaptation.Of(_learner, Theta, _configuration),
        };
        using var stream = new MemoryStream();
        exported.ToSafetensors().Write(stream);
        return stream.ToArray();
    }

    /// <summary>Trajectories of the policy at parameters in one task.</summary>
    internal Rollout Sample(Real[] parameters, int trajectories) => _sampler.Sample(
        _family.SampleTask(RandomKey.FromSeed(5), 0), parameters,
        new RolloutRequest { Trajectories = trajectories, Key = RandomKey.FromSeed(6) });

    /// <summary>θ′ by the learner's own parts.</summary>
    internal Real[] Adapted(Real[] parameters, Rollout rollout)
    {
        var builder = new BatchBuilder(Policy, new LinearBaseline(_learner.ValueFeatures()));
        (SampleBatch batch, _) = builder.Build(rollout, _learner.Options.InnerBatch);
        var rule = new GradientRule(new SurrogateEvaluator(_learner.InnerProgram), _learner.InnerStep.At(Theta));
        return rule.Step(parameters, batch).Adapted;
    }

    /// <summary>What a game would have kept of a rollout.</summary>
    internal static List<Trajectory> Kept(Rollout rollout)
    {
        List<Trajectory> kept = [];
        for (int j = 0; j < rollout.Trajectories; j++)
        {
            var trajectory = new Trajectory();
            for (int i = rollout.Starts[j]; i < rollout.Starts[j + 1]; i++)
            {
                trajectory.Add(
                    Column(rollout.Observations, i), Column(rollout.Actions, i), rollout.Rewards[i]);
            }

            trajectory.End(Column(rollout.FinalObservations, j), rollout.Terminated[j]);
            kept.Add(trajectory);
        }

        return kept;
    }

    /// <summary>One column of a matrix.</summary>
    internal static float[] Column(ConstMatrix matrix, int column)
    {
        var numbers = new float[matrix.Rows];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = (float)matrix[row, column];
        }

        return numbers;
    }

    public void Dispose()
    {
        _sampler.Dispose();
        _learner.Dispose();
        _pool.Dispose();
    }

    private static TrainConfiguration Of(string environment, LearnerSettings learner, PolicySettings? policy = null) => new()
    {
        Environment = environment,
        Policy = policy ?? new() { HiddenSizes = [8, 8], Activation = Activation.Tanh, InitialLogStd = -0.7, LearnLogStd = true },
        Meta = new() { Learner = learner },
        Scoring = new() { AdaptationTrajectories = 12 },
    };

    private static RolloutSettings Rollouts(double discount, double trace, BaselineName baseline = BaselineName.LinearTime)
        => new() { InnerDiscount = discount, InnerTrace = trace, Baseline = baseline };
}
