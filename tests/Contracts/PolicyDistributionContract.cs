using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Contracts;

/// <summary>What a recorded policy must say: it is a distribution, the one that the actor draws from, and its score, Fisher matrix and
/// divergence are those of this distribution. Every expectation is a sum over all actions.</summary>
public abstract class PolicyDistributionContract : PolicyContract
{
#if REAL_IS_DOUBLE
    /// <summary>Two thousand summands, each rounded.</summary>
    private const double Tolerance = 1e-10;
#else
    /// <summary>Two thousand summands, each rounded in its logarithm.</summary>
    private const double Tolerance = 2e-4;
#endif

    /// <summary>Standard errors that a mean of draws may be away from its expectation.</summary>
    private const double Errors = 4.5;

    private const int Draws = 4000;

    [Fact]
    public void Record_AllActions_ProbabilitiesSumToOne()
    {
        Setting s = new(CreatePolicy());
        s.Weights.Sum().ShouldBe(1, Tolerance);
        s.Weights.ShouldAllBe(weight => weight >= 0);
    }

    [Fact]
    public void Record_ActionsOfTheActor_AreDrawnFromTheRecordedDistribution()
    {
        Setting s = new(CreatePolicy());
        Real[][] drawn = ActionGrid.Draw(s.Policy, s.Theta, s.Observation, Draws);
        SampleBatch batch = ActionGrid.Batch(s.Policy, s.Observation, drawn);
        s.Evaluator.Remember(s.Theta, batch);
        double[] logs = s.Grid.LogProbabilities(s.Evaluator, s.Theta);
        ShouldAgree([.. batch.Sampled!.LogProbabilities.Select(log => (double)log)], action => logs[action]);
        for (int a = 0; a < s.Policy.ActionSize; a++)
        {
            ShouldAgree([.. drawn.Select(action => (double)action[a])], action => s.Grid[action, a]);
            ShouldAgree([.. drawn.Select(action => (double)action[a] * action[a])], action => s.Grid[action, a] * s.Grid[action, a]);
        }

        void ShouldAgree(double[] found, Func<int, double> function)
        {
            double mean = s.Expectation(function);
            double variance = s.Expectation(action => (function(action) - mean) * (function(action) - mean));
            found.Average().ShouldBe(mean, Tolerance + (Errors * Math.Sqrt(variance / Draws)));
        }
    }

    [Fact]
    public void Mode_Anywhere_IsAsLikelyAsTheLikeliestAction()
    {
        Setting s = new(CreatePolicy());
        IPolicyActor actor = s.Policy.CreateActor(1);
        actor.Load(s.Theta);
        var mode = new Real[s.Policy.ActionSize];
        actor.Mode(new ConstMatrix(s.Observation, s.Observation.Length, 1), new Matrix(mode, mode.Length, 1));
        SampleBatch batch = ActionGrid.Batch(s.Policy, s.Observation, [mode]);
        s.Evaluator.Remember(s.Theta, batch);
        ((double)batch.Sampled!.LogProbabilities[0]).ShouldBeGreaterThanOrEqualTo(
            s.Grid.LogProbabilities(s.Evaluator, s.Theta).Max() - Tolerance);
    }

    [Fact]
    public void Record_Score_HasMeanZero()
    {
        Setting s = new(CreatePolicy());
        SampleBatch batch = s.Weighted(s.Weights);
        var gradient = new double[s.Theta.Length];
        s.Evaluator.ValueAndGradient(s.Theta, batch, gradient);
        gradient.ShouldAllBe(value => Math.Abs(value) < Tolerance);
        batch = s.Weighted([.. s.Weights.Select((weight, action) => action < s.Grid.Count / 2 ? weight : 0)]);
        s.Evaluator.ValueAndGradient(s.Theta, batch, gradient);
        gradient.ShouldContain(value => Math.Abs(value) > 0.01);
    }

    [Fact]
    public void FisherProduct_Anything_IsMinusTheMeanHessianOfTheLogProbability()
    {
        // ∫π ∇² ln π = −F.
        Setting s = new(CreatePolicy());
        SampleBatch batch = s.Weighted(s.Weights);
        double[] v = RandomBatch.Direction(s.Theta.Length, 4);
        var hessian = new double[v.Length];
        var fisher = new double[v.Length];
        s.Evaluator.HessianProduct(s.Theta, batch, v, hessian);
        s.Evaluator.FisherProduct(s.Theta, batch, v, fisher);
        Differences.Error(fisher, [.. hessian.Select(value => -value)]).ShouldBeLessThan(Tolerance);
        fisher.Zip(v, (x, y) => x * y).Sum().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void DivergenceFrom_OtherParameters_IsTheMeanLogRatio()
    {
        Setting s = new(CreatePolicy());
        Real[] other = [.. s.Theta.Zip(RandomBatch.Direction(s.Theta.Length, 8), (value, d) => (Real)(value + (2 * d)))];
        double[] old = s.Grid.LogProbabilities(s.Evaluator, s.Theta);
        double[] moved = s.Grid.LogProbabilities(s.Evaluator, other);
        double expected = s.Expectation(action => old[action] - moved[action]);
        SampleBatch batch = s.Grid.Batch();
        s.Evaluator.Remember(s.Theta, batch);
        expected.ShouldBeGreaterThan(10 * Tolerance);
        s.Evaluator.ValueAndDivergence(other, batch).Divergence.ShouldBe(expected, Tolerance);
        s.Evaluator.ValueAndDivergence(s.Theta, batch).Divergence.ShouldBe(0, Tolerance);
    }

    private sealed class Setting
    {
        public Setting(IPolicy policy)
        {
            Policy = policy;
            Theta = Parameters(policy);
            Observation = [.. Enumerable.Range(0, policy.ObservationSize).Select(o => (Real)Math.Cos(1 + (2 * o)))];
            Evaluator = new SurrogateEvaluator(new SurrogateProgram(policy, new Score()));
            Grid = new ActionGrid(policy, Theta, Observation);
            Weights = Grid.Weights(Evaluator, Theta);
        }

        public IPolicy Policy { get; }

        public Real[] Theta { get; }

        public Real[] Observation { get; }

        public SurrogateEvaluator Evaluator { get; }

        public ActionGrid Grid { get; }

        public double[] Weights { get; }

        public double Expectation(Func<int, double> function) => Weights.Select((weight, action) => weight * function(action)).Sum();

        /// <summary>All actions with the given weights, so that the score surrogate is Σ w ln π.</summary>
        public SampleBatch Weighted(double[] weights)
        {
            SampleBatch batch = Grid.Batch();
            for (int i = 0; i < weights.Length; i++)
            {
                batch.Advantages[i] = (Real)weights[i];
            }

            return batch;
        }
    }
}
