using Xmrl.Attention.Episodes;
using Xmrl.Attention.Learning;
using Xmrl.Attention.Networks;
using Xmrl.Environments.Registry;
using Xmrl.Latents.Learners;
using Xmrl.Latents.Learning;
using Xmrl.Latents.Trials;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Policies;
using Xmrl.Trials.Sampling;

namespace Xmrl.Exporting.Tests;

/// <summary>A trial of two trajectories or more that a policy with random parameters plays with mean actions.</summary>
internal sealed class TrialSample : IDisposable
{
    public const int Trajectories = 3;
    private const string Drone = "Drone-v1";
    private static readonly RandomKey s_key = RandomKey.FromSeed(21);

    private static readonly Dictionary<string, (string Environment, LearnerSettings Learner)> s_samples = new(StringComparer.Ordinal)
    {
        ["varibad"] = (Drone, new Varibad()),
        ["varibad-bandit"] = ("BernoulliBandit-v1", new Varibad()),
        ["sdvt"] = (Drone, new Sdvt()),
        ["sdvt-bandit"] = ("BernoulliBandit-v1", new Sdvt()),
        ["ecet"] = (Drone, new Ecet { Trials = new TrialSettings { Trajectories = Trajectories }, Trajectories = Trajectories }),
        ["ecet-norm-bandit"] = (
            "BernoulliBandit-v1",
            new Ecet
            {
                Trials = new TrialSettings { Trajectories = Trajectories },
                Trajectories = Trajectories,
                Norm = BlockNorm.PreNorm,
            }),
    };

    private readonly WorkPool _pool = new(1);

    public TrialSample(string name)
    {
        (string environment, LearnerSettings learner) = s_samples[name];
        EnvironmentRegistry.CreateDefault().TryGet(environment, out IEnvironmentFamily? family).ShouldBeTrue();
        Family = family!;
        EnvironmentSpec spec = Family.Spec;
        IPolicy policy = spec.ActionChoices > 0
            ? new CategoricalMlpPolicy(CategoricalMlpShape.For(spec) with { HiddenSizes = [16] })
            : new GaussianMlpPolicy(GaussianMlpShape.For(spec) with { HiddenSizes = [16] });
        Learner = learner.Create(new LearnerParts { Family = Family, Policy = policy, Pool = _pool });
        Theta = new Real[Learner.ParameterCount];
        Learner.Initialize(s_key, Theta);
        for (int i = 0; i < Theta.Length; i++)
        {
            Theta[i] += (Real)(0.05 * s_key.Derive(1).Normal((ulong)i));
        }

        Exported = (ExportedTrialPolicy)TrialPolicies.Of(Learner, Theta, name, new Dictionary<string, string> { ["seed"] = "9" })!;
    }

    public static IEnumerable<string> Names => s_samples.Keys;

    public IEnvironmentFamily Family { get; }

    public IMetaLearner Learner { get; }

    public Real[] Theta { get; }

    public ExportedTrialPolicy Exported { get; }

    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }

    /// <summary>Plays the trial of a policy that infers a latent.</summary>
    public LatentTrial PlayLatent()
    {
        LatentLearner latent = Learner.ShouldBeOfType<LatentLearner>();
        using var sampler = new LatentSampler(Family, latent.Networks, null);
        return sampler.Run(
            [Segment()], Theta, new TrialState(latent.Networks.Recurrent.Policy, 1), Request(), [])[0];
    }

    /// <summary>Plays the trial of a policy that attends to its episodes.</summary>
    public (Rollout Trial, TrialOutline Outline) PlayAttention()
    {
        AttentionPolicy policy = Policy();
        using var sampler = new TrialSampler(Family, policy);
        var state = new TrialState(policy, 1);
        Rollout trial = sampler.Run([Segment()], Theta, state, Request())[0];
        return (trial, state.Memory.Outlines()[0]);
    }

    /// <summary>The policy that attends.</summary>
    public AttentionPolicy Policy() => (AttentionPolicy)((TrialLearner)Learner).Policy;

    /// <summary>An action as a policy is told it.</summary>
    public double[] Encoded(IReadOnlyList<double> action)
    {
        int choices = Family.Spec.ActionChoices;
        return choices > 0
            ? [.. Enumerable.Range(0, choices).Select(choice => choice == (int)action[0] ? 1.0 : 0)]
            : [.. action];
    }

    private static RolloutRequest Request() => new() { Trajectories = Trajectories, Key = default, MeanActions = true };

    private TrialSegment Segment()
    {
        var task = Family.SampleTask(s_key.Derive(2), 0);
        return new TrialSegment(task, 1, s_key.Derive(3));
    }
}
