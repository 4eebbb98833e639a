using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>Soft actor-critic where the answer is known.</summary>
[Trait("Category", "Learning")]
public sealed class SoftActorCriticTests
{
    private const double Discount = 0.9;
    private const double Widest = 0.15;

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

    /// <summary>x′ = x + 0.1a, r = −x² − 0.01a², γ 0.9, x₀ uniform in ±0.15, so that no bound is met: the Riccati equation
    /// P = 1 + 0.9P − (0.09P)²/(0.01 + 0.009P) has P = 1.588, which makes the best mean discounted return −P·0.15²/3 and the best action
    /// −5.88x.</summary>
    [Fact]
    public void Train_LinearDynamicsAndQuadraticCosts_ReachTheRiccatiSolution()
    {
        PosteriorRecipe options = SoftTask.Options with
        {
            Soft = new SoftOptions { RewardScale = 1e3, Discount = Discount },
            Batch = 128,
            InitialSteps = 1000,
            ExtraSteps = 200,
            GradientSteps = 200,
        };
        using var task = new SoftTask(new Linear(), 10, options, 1e-3, 1 / Widest);

        task.Train(40);

        double best = -Riccati() * Widest * Widest / 3;
        best.ShouldBe(-0.0119, 5e-5);
        double[] starts = [.. Enumerable.Range(0, 31).Select(i => Widest * ((i / 15.0) - 1))];
        double weight = starts.Sum(x => x * x) / starts.Length / (Widest * Widest / 3);
        starts.Average(start => Return(task, start)).ShouldBeInRange(1.05 * weight * best, 0.9999 * weight * best);
    }

    private static double Riccati()
    {
        double p = 1;
        for (int i = 0; i < 200; i++)
        {
            p = 1 + (Discount * p) - (Discount * 0.1 * p * Discount * 0.1 * p / (0.01 + (Discount * 0.01 * p)));
        }

        return p;
    }

    private static double Return(SoftTask task, double x)
    {
        double sum = 0;
        for (int step = 0; step < 150; step++)
        {
            double action = task.MeanAction((Real)(x / Widest));
            sum += Math.Pow(Discount, step) * -((x * x) + (0.01 * action * action));
            x += 0.1 * action;
        }

        return sum;
    }

    private sealed class Linear : ISingleEnvironment
    {
        private double _x;

        public void Reset(RandomKey key, Span<Real> observation)
        {
            _x = Widest * ((2 * key.Uniform(0)) - 1);
            observation[0] = (Real)_x;
        }

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            double reward = -((_x * _x) + (0.01 * action[0] * action[0]));
            _x += 0.1 * action[0];
            observation[0] = (Real)_x;
            return new SingleStep((Real)reward, false);
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
