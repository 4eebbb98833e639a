using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Advantages;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>RL² on Bernoulli bandits: a trial is one episode, each on a bandit of its own.</summary>
internal sealed class BanditSetting : IDisposable
{
    /// <summary>Chosen on bandits of another seed: 1e-3, the default, ends at 5.91 and not 5.99.</summary>
    private const double StepSize = 3e-3;

    private readonly WorkPool _pool = new(2);
    private readonly RandomKey _key;

    public BanditSetting(
        int arms, int pulls, int memory, ulong seed, int trials = 1, double entropy = 0.01, double discount = 0.99, int minibatches = 1)
    {
        _key = RandomKey.FromSeed(seed);
        Family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = arms, Pulls = pulls });
        Learner = new TrialLearner(
            Family, new CategoricalMlpPolicy(CategoricalMlpShape.For(Family.Spec) with { HiddenSizes = [] }),
            Options(memory) with
            {
                Trials = trials,
                Entropy = entropy,
                Minibatches = minibatches,
                Credit = new TrialCreditOptions(
                    new GaeOptions { Discount = discount, Lambda = discount < 1 ? 0.95 : 1 }, 1, TrialCredit.Trial, TrialEnd.Terminal),
            },
            _pool);
        Parameters = new Real[Learner.ParameterCount];
        Learner.Initialize(_key.Derive(RandomPurpose.Initialization), Parameters);
    }

    public BernoulliBanditFamily Family { get; }

    public TrialLearner Learner { get; }

    public Real[] Parameters { get; private set; }

    public static TrialOptions Options(int memory, int trajectories = 1) => new()
    {
        MemorySize = memory,
        Trials = 1,
        Credit = new TrialCreditOptions(
            new GaeOptions { Discount = 0.99, Lambda = 0.95 }, trajectories, TrialCredit.Trial, TrialEnd.Terminal),
        ValuesMemory = true,
        Window = 0,
        Epochs = 5,
        Minibatches = 1,
        ClipRange = 0.2,
        Entropy = 0.01,
        MaximumGradientNorm = 1,
    };

    /// <summary>Trains; a control changes the parameters before every iteration and after the last.</summary>
    public void Train(int iterations, int bandits, Action<Real[]>? control = null)
    {
        IMetaTraining training = Learner.Begin(Parameters, new OuterSchedule(StepSize, 0.05, iterations));
        RandomKey tasks = _key.Derive(RandomPurpose.TaskSampling);
        for (int i = 0; i < iterations; i++)
        {
            control?.Invoke(training.Parameters);
            int first = i * bandits;
            TaskPlan[] plans =
                [.. Enumerable.Range(first, bandits).Select(index => new TaskPlan { MdpTask = Family.SampleTask(tasks, index) })];
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
            new AdaptationRequest { Steps = 0, SampledTrajectories = trials, MeanTrajectories = 0 },
            _key.Derive(RandomPurpose.Evaluation).Derive(bandit)).Points[0].Sampled);
        double mean = scores.Average();
        return (mean, Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (bandits * (bandits - 1.0))));
    }

    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }
}
