using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>Soft actor-critic where the answer is known.</summary>
[Trait("Category", "Learning")]
public sealed class SoftActorCriticTests
{
    /// <summary>r = −(a − 0.3)² at temperature 0.2: no policy's soft value exceeds 0.2·ln ∫e^{5r}da = −0.049.</summary>
    [Fact]
    public void Train_Bandit_ReachesTheSoftOptimum()
    {
        using var task = new SoftTask(new Bandit(), 1, SoftTask.Options, 1e-3);

        task.Train(100);

        task.MeanAction(1).ShouldBe(0.29, 0.05);
        task.Value(1).ShouldBeInRange(-0.065, -0.047);
    }

    /// <summary>One state, reward 1, γ 0.9: a time limit of 5 steps leaves the value at 1/(1 − γ); an end of probability 0.2 per step makes
    /// it 1/(1 − 0.8γ).</summary>
    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 3.571)]
    public void Train_TimeLimitAndTermination_AreToldApart(bool terminates, double expected)
    {
        PosteriorRecipe options = SoftTask.Options with
        {
            Soft = new SoftOptions { RewardScale = 1, Discount = 0.9, WithEntropy = false },
            TargetRate = 0.05,
            InitialSteps = 4000,
        };
        using var task = new SoftTask(new OneState(terminates), terminates ? 200 : 5, options, 1e-3);

        task.Train(40);

        foreach (int critic in new[] { 0, 1 })
        {
            task.Critic(critic, 1, 0).ShouldBe(expected, 0.05 * expected);
        }
    }

    private sealed class Bandit : ISingleEnvironment
    {
        public void Reset(RandomKey key, Span<Real> observation) => observation[0] = 1;

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = 1;
            Real off = action[0] - (Real)0.3;
            return new SingleStep(-(off * off), Terminated: true);
        }
    }

    private sealed class OneState(bool terminates) : ISingleEnvironment
    {
        private RandomKey _key;
        private ulong _step;

        public void Reset(RandomKey key, Span<Real> observation) => (_key, _step, observation[0]) = (key, 0, 1);

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = 1;
            return new SingleStep(1, terminates && _key.Uniform(_step++) < 0.2);
        }
    }
}
