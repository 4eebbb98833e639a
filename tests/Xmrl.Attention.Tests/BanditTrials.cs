using Xmrl.Attention.Learning;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Attention.Tests;

/// <summary>ECET on Bernoulli bandits whose every pull is an episode: a trial is ten of them.</summary>
internal sealed class BanditTrials : IDisposable
{
    /// <summary>Pulls of a trial.</summary>
    public const int Pulls = 10;

    private readonly WorkPool _pool = new(2);
    private readonly RandomKey _key;

    public BanditTrials(int arms, Ecet settings, ulong seed)
    {
        _key = RandomKey.FromSeed(seed);
        Family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = arms, Pulls = 1 });
        Learner = settings.Create(new LearnerParts
        {
            Family = Family,
            Policy = new CategoricalMlpPolicy(CategoricalMlpShape.For(Family.Spec) with { HiddenSizes = [] }),
            Pool = _pool,
        });
        Parameters = new Real[Learner.ParameterCount];
        Learner.Initialize(_key.Derive(RandomPurpose.Initialization), Parameters);
    }

    public BernoulliBanditFamily Family { get; }

    public IMetaLearner Learner { get; }

    public Real[] Parameters { get; private set; }

    /// <summary>One trial per bandit and iteration: width 16, one layer each, the last transition of every episode.</summary>
    public static Ecet Settings => new()
    {
        Width = 16,
        Heads = 2,
        EpisodeLayers = 1,
        TrialLayers = 1,
        AttentionHidden = 64,
        Transitions = 1,
        Trajectories = Pulls,
        Trials = new TrialSettings { Trajectories = Pulls },
        Ppo = new ProximalPolicySettings { Entropy = 0.01 },
    };

    /// <summary>Trains; a control changes the parameters before every iteration and after the last.</summary>
    public void Train(int iterations, int bandits, double stepSize, Action<Real[]>? control = null)
    {
        IMetaTraining training = Learner.Begin(Parameters, new OuterSchedule(stepSize, 0.05, iterations));
        RandomKey tasks = _key.Derive(RandomPurpose.TaskSampling);
        for (int i = 0; i < iterations; i++)
        {
            control?.Invoke(training.Parameters);
            TaskPlan[] plans =
                [.. Enumerable.Range(i * bandits, bandits).Select(index => new TaskPlan { MdpTask = Family.SampleTask(tasks, index) })];
            training.Iterate(plans, _key.Derive(RandomPurpose.OuterRollout).Derive(i)).Outer.Status.ShouldBe(OuterStatus.Accepted);
        }

        control?.Invoke(training.Parameters);
        Parameters = training.Parameters;
    }

    /// <summary>Mean total reward of a trial on fresh bandits, and its standard error over bandits.</summary>
    public (double Mean, double Error) Score(int bandits, int trials)
    {
        RandomKey tasks = _key.Derive(RandomPurpose.FreshTasks);
        var scores = new double[bandits];
        _pool.Run(bandits, (worker, bandit) => scores[bandit] = Learner.Adaptation.Measure(
            worker, Parameters, Family.SampleTask(tasks, bandit),
            new AdaptationRequest { Steps = Pulls - 1, SampledTrajectories = trials, MeanTrajectories = 0 },
            _key.Derive(RandomPurpose.Evaluation).Derive(bandit)).Points.Sum(point => point.Sampled));
        double mean = scores.Average();
        return (mean, Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (bandits * (bandits - 1.0))));
    }

    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }
}
