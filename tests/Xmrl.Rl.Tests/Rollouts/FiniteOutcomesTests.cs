using Xmrl.Contracts;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Rl.Tests.Rollouts;

public sealed class FiniteOutcomesTests
{
    private const int Horizon = 6;

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Sample_RewardIsNotFinite_NamesEnvironmentTaskEpisodeAndStep(double reward)
    {
        Message(new Broken(3, Reward: (Real)reward)).ShouldStartWith(
            $"'Broken-v1', task 7 (target = 0.5), episode 2, step 3: the reward is {(double.IsNaN(reward) ? "NaN" : "Infinity")}; ");
    }

    [Fact]
    public void Sample_ObservationIsNotFinite_NamesTheComponent()
        => Message(new Broken(2, Observation: Real.NegativeInfinity))
            .ShouldContain("episode 2, step 2: component 0 of the observation is -Infinity; expected finite numbers.");

    [Fact]
    public void Sample_FirstObservationIsNotFinite_NamesTheStartOfTheEpisode()
        => Message(new Broken(0, Observation: Real.NaN)).ShouldContain("start of episode 2: component 0 of the observation is NaN");

    [Fact]
    public void Sample_ActionIsNotFinite_BlamesNoEnvironment()
    {
        // The reward is the action's: it is not finite because the policy is not.
        Rollout rollout = Sample(new Broken(Horizon + 1), Real.NaN);
        rollout.Samples.ShouldBe(3 * Horizon);
        Real.IsNaN(rollout.Rewards[0]).ShouldBeTrue();
    }

    [Fact]
    public void BrokenRow_SeveralRows_FindsTheFirstWithAFiniteAction()
    {
        Real[] observations = [0, Real.NaN, 0, 0, 0, 0];
        FiniteOutcomes.BrokenRow([1, 1, 1], observations, [0, 0, Real.NaN], 3).ShouldBe(0);
        FiniteOutcomes.BrokenRow([Real.NaN, 1, 1], observations, [0, 0, Real.NaN], 3).ShouldBe(2);
        FiniteOutcomes.BrokenRow([Real.NaN, 1, Real.NaN], observations, [0, 0, Real.NaN], 3).ShouldBe(-1);
        FiniteOutcomes.BrokenRow([1, 1, 1], new Real[6], new Real[3], 3).ShouldBe(-1);
    }

    private static string Message(Broken fault)
        => Should.Throw<InvalidOperationException>(() => Sample(fault, (Real)0.1)).Message;

    private static Rollout Sample(Broken fault, Real weight)
    {
        int episode = 0;
        var family = new SingleEnvironmentFamily(
            QuadraticBandit.Family.Spec with
            {
                Id = "Broken-v1",
                Horizon = Horizon,
                TaskParameterNames = ["target"],
                TaskParameterRanges = [new(0, 1)],
            },
            _ => new Copy(episode++ == 2 ? fault : new Broken(Horizon + 1)));
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec));
        var theta = new Real[policy.ParameterCount];
        Array.Fill(theta, weight);
        using var sampler = new RolloutSampler(family, policy);
        var task = new MdpTask { EnvironmentId = "Broken-v1", Index = 7, Parameters = [0.5] };
        return sampler.Sample(task, theta, new RolloutRequest { Trajectories = 3, Key = RandomKey.FromSeed(3), RecordStates = false });
    }

    /// <summary>What comes out after a step, or after the reset as step 0.</summary>
    private readonly record struct Broken(int Step, Real? Observation = null, Real? Reward = null);

    private sealed class Copy(Broken fault) : ISingleEnvironment
    {
        private int _step;

        public void Reset(RandomKey key, Span<Real> observation)
        {
            _step = 0;
            observation[0] = fault.Step == 0 ? fault.Observation ?? 1 : 1;
        }

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            bool isNow = ++_step == fault.Step;
            observation[0] = isNow ? fault.Observation ?? 1 : 1;
            return new SingleStep(isNow ? fault.Reward ?? action[0] : action[0]);
        }
    }
}
