using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Loop;
using Xmrl.Trials.Recurrent;
using Xmrl.Trials.Sampling;

namespace Xmrl.Exporting.Tests;

/// <summary>What is exported of a run whose policy has memory.</summary>
public sealed class RecurrentRunExportTests : IDisposable
{
    private const int Trajectories = 2;

    /// <summary>Single precision whose errors the memory carries over 200 steps.</summary>
    private const double Tolerance = 1e-4;

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>The documented loop around the graph gives the actions of the trial that the sampler plays with mean actions.</summary>
    [Theory]
    [InlineData(Navigation2DExperiment.Name)]
    [InlineData(BanditExperiment.Name)]
    public void Load_Recurrent_PlaysATrialAsTheSamplerDoes(string experiment)
    {
        Train(experiment);
        ImproveConfiguration configuration = Configuration();
        IEnvironmentFamily family = LearnerFactory.Family(configuration);

        ExportedRecurrentPolicy policy = Load(new ExportRequest()).ShouldBeOfType<ExportedRecurrentPolicy>();

        policy.Parameters.ShouldBe(Stored(policy.Policy));
        (policy.Metadata["learner"], policy.Metadata["trial.trajectories"], policy.Metadata["memory.size"]).ShouldBe(("rl2", "2", "64"));
        using var sampler = new TrialSampler(family, policy.Policy);
        MdpTask task = TaskSets.Read(_run.Directory.TasksPath, family.Spec).Test[0];
        Rollout trial = sampler.Run(
            [new TrialSegment(task, 1, RandomKey.FromSeed(5))], policy.Parameters.AsSpan(), new TrialState(policy.Policy, 1),
            new RolloutRequest { Trajectories = Trajectories, Key = default, MeanActions = true })[0];
        Replay(policy, trial);
    }

    [Fact]
    public void Load_RecurrentAdapted_SaysThatMemoryIsNoParameter()
    {
        Train(BanditExperiment.Name);

        Should.Throw<ConfigurationException>(() => Load(new ExportRequest { AdaptedTo = 0 })).Message.ShouldBe(
            "What rl2 has learned of a task is in its memory, not in its parameters: export the policy without --adapted and let it play "
                + "trajectories of the task.");
    }

    [Fact]
    public void RequireParametersOf_LearnerWithAFormOfItsOwn_IsRefused()
    {
        ImproveConfiguration configuration = TinyRun.Configure("policy.contextSize=0");
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using var pool = new WorkPool(1);
        var parts = new LearnerParts { Family = family, Policy = policy, Pool = pool };
        using IMetaLearner same = configuration.Meta.Learner.Create(parts);
        using IMetaLearner other = new Rl2().Create(parts);

        Should.NotThrow(() => RunExporter.RequireParametersOf(policy, same, "maml"));
        Should.Throw<ConfigurationException>(() => RunExporter.RequireParametersOf(policy, other, "rl2"))
            .Message.ShouldBe("The policy of rl2 has parameters in a form of its own: it cannot be exported.");
    }

    private static void Replay(ExportedRecurrentPolicy policy, Rollout trial)
    {
        using var stream = new MemoryStream();
        policy.ToOnnx().Write(stream);
        var model = new PlainOnnxModel(stream.ToArray());
        int choices = policy.Policy.Head.ActionChoices;
        double[] memory = new double[policy.Policy.MemorySize];
        double[] action = new double[policy.Policy.Head.EncodedActionSize];
        double reward = 0;
        for (int step = 0; step < trial.Samples; step++)
        {
            Dictionary<string, double[]> found = model.Evaluate(new Dictionary<string, double[]>(StringComparer.Ordinal)
            {
                ["observation"] = Column(trial.Observations, step),
                ["previous_action"] = action,
                ["previous_reward"] = [reward],
                ["trajectory_start"] = [step == trial.Starts[1] ? 1 : 0],
                ["memory"] = memory,
            });
            memory = found["next_memory"];
            double[] played = Column(trial.Actions, step);
            if (choices > 0)
            {
                // Two choices may be so close that rounding decides.
                double[] logits = found["logits"];
                logits[(int)played[0]].ShouldBe(logits.Max(), Tolerance);
                action = [.. Enumerable.Range(0, choices).Select(choice => choice == (int)played[0] ? 1.0 : 0)];
            }
            else
            {
                for (int a = 0; a < played.Length; a++)
                {
                    found["mean"][a].ShouldBe(played[a], Tolerance * Math.Max(1, Math.Abs(played[a])));
                }

                action = played;
            }

            reward = trial.Rewards[step];
        }
    }

    private static double[] Column(ConstMatrix matrix, int column)
    {
        double[] values = new double[matrix.Rows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = matrix[row, column];
        }

        return values;
    }

    private void Train(string experiment)
    {
        TinyOptions options = TinyOptions.Train(experiment, "rl2");
        _run.Run(options with { More = [.. options.More, "policy.contextSize=0"] });
    }

    private IExportedPolicy Load(ExportRequest request)
        => RunExporter.Load(new ImprovedRun(_run.Directory), request, NullLogger.Instance);

    private ImproveConfiguration Configuration() => ConfigurationReader.ReadFile<ImproveConfiguration>(_run.Directory.ConfigurationPath);

    private Real[] Stored(GruPolicy policy)
    {
        var theta = new Real[policy.ParameterCount];
        PolicyWeights.Read(
            RunEvaluator.Load(new ImprovedRun(_run.Directory), "base", NullLogger.Instance).Content, policy.Tensors, theta, "test");
        return theta;
    }
}
