using Xmrl.Contracts;
using Xmrl.Environments.Drone;
using Xmrl.Environments.Navigation2D;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Rl.Tests.Rollouts;

public sealed class RolloutSamplerTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(21);

    public static TheoryData<string> Families => ["Drone-v1", "Navigation2D-v1", "NoisyWalk-v1", "QuadraticBandit-v1"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Sample_MoreTrajectories_SameBitsForTheFirst(string id)
    {
        IEnvironmentFamily family = Family(id);
        Rollout few = Sample(family, 5);
        Rollout many = Sample(family, 23);
        for (int j = 0; j < 5; j++)
        {
            Columns(many.Observations, many, j).ShouldBe(Columns(few.Observations, few, j));
            Columns(many.Actions, many, j).ShouldBe(Columns(few.Actions, few, j));
            many.Rewards[many.Starts[j]..many.Starts[j + 1]].ToArray().ShouldBe(few.Rewards[few.Starts[j]..few.Starts[j + 1]].ToArray());
            many.Returns[j].ShouldBe(few.Returns[j]);
            many.Terminated[j].ShouldBe(few.Terminated[j]);
            many.Succeeded[j].ShouldBe(few.Succeeded[j]);
            many.FinalObservations[0, j].ShouldBe(few.FinalObservations[0, j]);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Fill_PartsByTwoSamplers_SameBitsAsAWhole(string id)
    {
        IEnvironmentFamily family = Family(id);
        Rollout whole = Sample(family, 7);
        (GaussianMlpPolicy policy, Real[] theta) = Policy(family.Spec);
        using var one = new RolloutSampler(family, policy);
        using var other = new RolloutSampler(family, policy);
        var request = new RolloutRequest { Trajectories = 7, Key = Key };
        Rollout parts = new();
        for (int repetition = 0; repetition < 2; repetition++)
        {
            one.Begin(whole.MdpTask!, request, parts);
            other.Fill(whole.MdpTask!, theta, request, parts, 4, 3);
            Should.Throw<InvalidOperationException>(() => one.End(parts)).Message.ShouldContain("Trajectory 0");
            one.Fill(whole.MdpTask!, theta, request, parts, 0, 4);
            one.End(parts);
            parts.Starts.ToArray().ShouldBe(whole.Starts.ToArray());
            parts.Times.ToArray().ShouldBe(whole.Times.ToArray());
            parts.Rewards.ToArray().ShouldBe(whole.Rewards.ToArray());
            parts.Returns.ToArray().ShouldBe(whole.Returns.ToArray());
            parts.Terminated.ToArray().ShouldBe(whole.Terminated.ToArray());
            parts.Succeeded.ToArray().ShouldBe(whole.Succeeded.ToArray());
            for (int j = 0; j < 7; j++)
            {
                Columns(parts.Observations, parts, j).ShouldBe(Columns(whole.Observations, whole, j));
                Columns(parts.Actions, parts, j).ShouldBe(Columns(whole.Actions, whole, j));
                Columns(parts.States, parts, j).ShouldBe(Columns(whole.States, whole, j));
                parts.FinalObservations[0, j].ShouldBe(whole.FinalObservations[0, j]);
            }
        }

        Should.Throw<ArgumentOutOfRangeException>(() => one.Fill(whole.MdpTask!, theta, request, parts, 4, 4));
        Should.Throw<ArgumentOutOfRangeException>(() => one.Fill(whole.MdpTask!, theta, request, parts, -1, 4));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Sample_Rollout_ReplaysInTheEnvironment(string id)
    {
        IEnvironmentFamily family = Family(id);
        Rollout rollout = Sample(family, 6);
        IEnvironment environment = family.Create(rollout.MdpTask!, 6);
        StepBuffers buffers = new(family.Spec, 1);
        for (int j = 0; j < 6; j++)
        {
            environment.Reset([j], Key.Derive(RandomPurpose.Reset), buffers.Observations);
            double sum = 0;
            for (int column = rollout.Starts[j]; column < rollout.Starts[j + 1]; column++)
            {
                rollout.Times[column].ShouldBe(column - rollout.Starts[j]);
                for (int o = 0; o < family.Spec.ObservationSize; o++)
                {
                    rollout.Observations[o, column].ShouldBe(buffers.Observations[o]);
                }

                for (int a = 0; a < family.Spec.ActionSize; a++)
                {
                    buffers.Actions[a] = rollout.Actions[a, column];
                }

                environment.Step([j], buffers.Actions, buffers.Result);
                rollout.Rewards[column].ShouldBe(buffers.Rewards[0]);
                sum += buffers.Rewards[0];
                (buffers.Terminated[0] || buffers.Truncated[0]).ShouldBe(column == rollout.Starts[j + 1] - 1);
            }

            rollout.Terminated[j].ShouldBe(buffers.Terminated[0]);
            rollout.Succeeded[j].ShouldBe(buffers.Succeeded[0]);
            rollout.Returns[j].ShouldBe(sum);
            rollout.FinalObservations[0, j].ShouldBe(buffers.Observations[0]);
        }

        rollout.Samples.ShouldBe(rollout.Starts[^1]);
    }

    [Fact]
    public void Sample_NoisyWalk_HasBothEndingsAndDifferentLengths()
    {
        Rollout rollout = Sample(Family("NoisyWalk-v1"), 40);
        rollout.Terminated.ToArray().ShouldContain(true);
        rollout.Terminated.ToArray().ShouldContain(false);
        rollout.SuccessRate.ShouldBeInRange(0.01, 0.99);
        rollout.MeanReturn.ShouldBe(rollout.Returns.ToArray().Average(), 1e-12);
    }

    [Fact]
    public void Sample_MixableEnvironment_RecordsStates()
    {
        Rollout rollout = Sample(Family("Drone-v1"), 3);
        rollout.StateSize.ShouldBe(2);
        Columns(rollout.States, rollout, 2).ShouldBe(Columns(rollout.Observations, rollout, 2));
        Sample(Family("NoisyWalk-v1"), 3).StateSize.ShouldBe(0);
    }

    [Fact]
    public void Sample_MeanActions_AreThePolicysMeans()
    {
        Navigation2DFamily family = new();
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        using RolloutSampler sampler = new(family, policy);
        Rollout rollout = sampler.Sample(
            family.SampleTask(Key, 0), parameters, new RolloutRequest { Trajectories = 2, Key = Key, MeanActions = true });
        Real[] means = new Real[2 * rollout.Samples];
        policy.CreateForward(rollout.Samples).Output(parameters, rollout.Observations, new Matrix(means, 2, rollout.Samples));
        rollout.Actions.Row(1).ToArray().ShouldBe(means[rollout.Samples..]);
    }

    [Fact]
    public void Sample_Noise_IsTheKeyedNormalTimesTheDeviation()
    {
        Navigation2DFamily family = new();
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        Rollout rollout = Sample(family, 3);
        Real[] means = new Real[2 * rollout.Samples];
        Real[] deviations = new Real[2];
        policy.CreateForward(rollout.Samples).Output(parameters, rollout.Observations, new Matrix(means, 2, rollout.Samples));
        policy.StandardDeviations(parameters, deviations);
        int column = rollout.Starts[2] + 41;
        Real noise = (Real)Key.Derive(RandomPurpose.Action).Derive(2).Normal((41 * 2) + 1);
        rollout.Actions[1, column].ShouldBe(means[rollout.Samples + column] + (noise * deviations[1]));
    }

    [Fact]
    public void Sample_IntoUsedRollout_EqualsFreshAndAllocatesLittle()
    {
        DroneFamily family = new();
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        using RolloutSampler sampler = new(family, policy);
        MdpTask task = family.SampleTask(Key, 0);
        RolloutRequest request = new() { Trajectories = 8, Key = Key };
        Rollout reused = sampler.Sample(task, parameters, new RolloutRequest { Trajectories = 8, Key = Key.Derive(5) });
        long before = GC.GetAllocatedBytesForCurrentThread();
        sampler.Sample(task, parameters, request, reused);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Rollout fresh = sampler.Sample(task, parameters, request);
        reused.Samples.ShouldBe(fresh.Samples);
        reused.Actions.Row(0).ToArray().ShouldBe(fresh.Actions.Row(0).ToArray());
    }

    [Fact]
    public void Constructor_PolicyOfOtherSizes_Throws() =>
        Should.Throw<ArgumentException>(
            () => new RolloutSampler(new DroneFamily(), Policy(QuadraticBandit.Family.Spec).Policy)).Message.ShouldContain("Drone-v1");

    internal static (GaussianMlpPolicy Policy, Real[] Parameters) Policy(EnvironmentSpec spec)
    {
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(spec) with { HiddenSizes = [16, 16] });
        Real[] parameters = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(3), parameters);
        return (policy, parameters);
    }

    internal static Rollout Sample(IEnvironmentFamily family, int trajectories)
    {
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        using RolloutSampler sampler = new(family, policy);
        return sampler.Sample(family.SampleTask(Key, 0), parameters, new RolloutRequest { Trajectories = trajectories, Key = Key });
    }

    private static IEnvironmentFamily Family(string id)
    {
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        registry.Register(NoisyWalk.Family);
        registry.Register(QuadraticBandit.Family);
        return registry.Get(id);
    }

    private static Real[] Columns(ConstMatrix matrix, Rollout rollout, int trajectory)
    {
        List<Real> values = [];
        for (int row = 0; row < matrix.Rows; row++)
        {
            values.AddRange(matrix.Row(row)[rollout.Starts[trajectory]..rollout.Starts[trajectory + 1]]);
        }

        return [.. values];
    }
}
