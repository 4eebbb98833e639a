#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Environments.Navigation2D;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>dI/dλ from end to end: real rollouts whose mixed samples are mixed again at λ ± h, the step of φ, and the information of the
/// posteriors.</summary>
public sealed class MixingChainTests
{
    private const int Critical = 2;

    /// <summary>Central differences of fourth order of a value of 1e-3 nats, through an adaptation and a step of φ.</summary>
    private const double DifferenceTolerance = 1e-6;

    private static readonly double[] Lambda = [0.15, 0.8, 0.55, 0.4];
    private static readonly RandomKey Key = RandomKey.FromSeed(31);

    [Theory]
    [MemberData(nameof(InformationEstimators.Names), MemberType = typeof(InformationEstimators))]
    public void ByLambda_OneStep_EqualsDifferencesOfTheInformation(string estimator)
        => Check(new MixingOptions { Information = InformationEstimators.Named(estimator) });

    [Fact]
    public void ByLambda_AdvantagesHeldFixed_EqualsDifferencesOfTheInformation()
        => Check(new MixingOptions { Advantage = MixedAdvantage.Bootstrapped });

    private static void Check(MixingOptions options)
    {
        options = options with { Sets = 2, Draws = 2, OtherTasks = 1 };
        using MixingSetup setup = new(
            new Navigation2DFamily(new Navigation2DOptions { Horizon = 6 }),
            new LearnerOptions { Trajectories = 4, InnerSteps = 2, InnerStepSize = 0.05 });
        double[] start = [.. setup.Theta];
        var prior = new MetaDistribution(start, [.. start.Select(_ => options.InitialDeviation)]);
        var round = new MixingRound(setup.Learner, options, prior, start, Key);
        MdpTask[] tasks = setup.Tasks(Critical + 1);
        round.Collect(tasks[..Critical], tasks[Critical..], Lambda, CancellationToken.None);
        MetaDistribution[] posteriors = round.Posteriors();
        (double[] found, _) = new MixingLearner(setup.Learner, options)
            .ByLambda(round, MixingLearner.Gather(posteriors), Critical, CancellationToken.None);
        double[] expected = [.. Enumerable.Range(0, Lambda.Length).Select(ij =>
            Differences.Along(x => [options.Information.Value(MixingLearner.Gather(Moved(ij, x[0])))], [Lambda[ij]], [1])[0])];
        Differences.Error(found, expected).ShouldBeLessThan(DifferenceTolerance);

        // φ_j after its step at another λ of one critical task; η as it was.
        MetaDistribution[] Moved(int ij, double lambda)
        {
            int j = ij / Critical;
            int p = start.Length;
            var byMeans = new double[p];
            var byDeviations = new double[p];
            double[][] zeta = MetaDistribution.AntitheticDraws(options.Draws, p, Key.Derive(RandomPurpose.MetaParameters));
            for (int m = 0; m < options.Draws; m++)
            {
                TaskOutcome outcome = round.Augmented(j, ij % Critical, m);
                double[] here = HyperGradient(setup, outcome, Lambda[ij], prior.At(zeta[m]));
                double[] there = HyperGradient(setup, outcome, lambda, prior.At(zeta[m]));
                for (int i = 0; i < p; i++)
                {
                    double change = round.TaskWeight / options.Draws * (there[i] - here[i]);
                    byMeans[i] += change;
                    byDeviations[i] += change * zeta[m][i];
                }
            }

            MetaDistribution[] moved = [.. posteriors];
            moved[j] = posteriors[j].Step(round.StepSize, byMeans, byDeviations);
            return moved;
        }
    }

    private static double[] HyperGradient(MixingSetup setup, TaskOutcome outcome, double lambda, Real[] theta)
    {
        GradientLearner learner = setup.Learner;
        var inner = new SurrogateEvaluator(new SurrogateProgram(setup.Policy, learner.Options.InnerSurrogate, true));
        var outer = new SurrogateEvaluator(new SurrogateProgram(setup.Policy, learner.Options.OuterSurrogate, true));
        SampleBatch[] union =
            [
                .. outcome.Data.Inner.Append(outcome.Data.Outer)
                .Select((batch, k) => Remixed(batch, (AugmentedSamples)outcome.Added[k], lambda)),
            ];
        learner.Run(
            1, (worker, _) => worker.Remember(new AdaptationData { Path = outcome.Data.Path, Inner = union[..^1], Outer = union[^1] }));
        var path = new List<Real[]> { theta };
        var gradient = new double[theta.Length];
        foreach (SampleBatch batch in union[..^1])
        {
            inner.ValueAndGradient(path[^1], batch, gradient);
            path.Add(learner.InnerStep.Apply(path[^1], gradient));
        }

        var data = new AdaptationData { Path = path, Inner = union[..^1], Outer = union[^1] };
        new AdaptedObjective(inner, outer, learner.InnerStep, learner.Options.GradientOrder, data).Gradient(theta, gradient);
        return gradient;
    }

    /// <summary>Own samples as they are, mixed ones with another coefficient.</summary>
    private static SampleBatch Remixed(SampleBatch union, AugmentedSamples added, double lambda)
    {
        var batch = new SampleBatch(union.ObservationSize, union.ActionSize, union.Starts);
        MixedPairs pairs = added.Pairs!;
        int own = union.Samples - pairs.Count;
        for (int row = 0; row < union.ActionSize; row++)
        {
            union.Actions.Row(row).CopyTo(batch.Actions.Row(row));
        }

        for (int row = 0; row < union.ObservationSize; row++)
        {
            union.Observations.Row(row).CopyTo(batch.Observations.Row(row));
            for (int i = 0; i < pairs.Count; i++)
            {
                batch.Observations[row, own + i] = (lambda * pairs.First[row, i]) + ((1 - lambda) * pairs.Second[row, i]);
            }
        }

        for (int i = 0; i < union.Samples; i++)
        {
            double change = i < own ? 0 : (lambda - pairs.Lambda) * pairs.AdvantageSlopes[i - own];
            batch.Advantages[i] = union.Advantages[i] + change;
            batch.DiscountedRewards[i] = union.DiscountedRewards[i] + change;
        }

        return batch;
    }
}
#endif
