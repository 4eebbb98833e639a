using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Environments.FrozenLake;
using Xmrl.Reproduction.BoMrl;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Tests.BoMrl;

public sealed class TabularExperimentTests
{
    private static readonly TabularConfiguration s_short = new() { Iterations = 10, TrainingTasks = 4, FreshTasks = 3 };

    [Fact]
    public void Run_Twice_SameBitsAndOtherSeedOtherMaps()
    {
        using var first = new TableRun();
        using var again = new TableRun();
        using var other = new TableRun();
        first.Run(s_short with { Episodes = 20 });
        again.Run(s_short with { Episodes = 20 });
        other.Run(s_short with { Episodes = 20 }, seed: 2);

        string Text(TableRun run) => File.ReadAllText(run.Directory.File(TabularFigures.FileName));
        Text(again).ShouldBe(Text(first));
        Text(other).ShouldNotBe(Text(first));
        File.ReadAllText(other.Directory.TasksPath).ShouldNotBe(File.ReadAllText(first.Directory.TasksPath));
    }

    [Fact]
    public void Run_Record_IsWholeAndHoldsMetricsAndCosts()
    {
        using var run = new TableRun();
        run.Run(s_short with { Episodes = 5 });

        RunState state = RunCheck.Require(run.Directory, NullLogger.Instance, run.Directory.File(TabularFigures.FileName));
        (state.Phase, state.Experiment, state.Action).ShouldBe((RunPhase.Done, "frozenlake-tables", "train"));
        RunCheck.Problems(run.Directory).ShouldBeEmpty();
        run.Directory.ReadMetrics(string.Empty).Count().ShouldBe(10);

        // Two policies of 5 episodes of 49 steps, of 4 tasks, 10 times.
        new StageBook(run.Directory).Entries.Select(stage => stage.Interactions).ShouldBe([2 * 5 * 49 * 4 * 10, 0]);
    }

    [Fact]
    public void Run_WithoutIterations_IsTheUniformPolicy()
    {
        using var run = new TableRun();
        run.Run(s_short with { Iterations = 0, Strengths = [0.5, 1] }, isQuick: true);

        TabularFigures figures = run.Figures;
        figures.Candidates.Select(candidate => candidate.Strength).ShouldBe([0.5, 1]);
        figures.Candidates.ShouldAllBe(candidate => candidate.Parameters.All(logit => logit == 0));
        figures.Candidates[0].Training.Curve[0].ShouldBe(figures.Candidates[1].Training.Curve[0]);

        // The stronger pull moves less.
        figures.Candidates[0].Training.Curve[1].ShouldBeGreaterThan(figures.Candidates[1].Training.Curve[1]);
        figures.Chosen.ShouldBe(0);
    }

    /// <summary>From the run's own tasks, by the tables alone.</summary>
    [Fact]
    public void Run_ReverseDivergence_CurveIsThatOfNaturalGradientSteps()
    {
        using var run = new TableRun();
        TabularConfiguration settings = s_short with { Divergence = ProximalDivergence.Reverse, Strengths = [0.5] };
        run.Run(settings);
        var family = new FrozenLakeFamily();
        TabularFigures.TrainedPolicy trained = run.Figures.Candidates[0];

        foreach ((IReadOnlyList<MdpTask> tasks, TabularScores scores) in new[]
        {
            (TaskSets.Read(run.Directory.TasksPath, family.Spec).Training, trained.Training),
            (TaskSets.Read(run.Directory.TasksPath, family.Spec).Test, trained.Fresh),
        })
        {
            TabularMdp[] models = [.. tasks.Select(((ITabularFamily)family).Model)];
            scores.Optimum.ShouldBe(models.Average(model => model.Optimum().Return), 1e-12);
            double[] returns = [.. Enumerable.Range(0, 5).Select(k => models.Average(model => After(model, [.. trained.Parameters], k)))];
            for (int k = 0; k < returns.Length; k++)
            {
                scores.Curve[k].ShouldBe(returns[k], 1e-9);
            }
        }

        double After(TabularMdp model, double[] logits, int steps)
        {
            for (int k = 0; k < steps; k++)
            {
                ReadOnlySpan<double> advantages = model.Evaluate(SoftmaxTable.Probabilities(logits, model.Actions)).Advantages;
                for (int pair = 0; pair < logits.Length; pair++)
                {
                    logits[pair] += advantages[pair] / 0.5;
                }
            }

            return model.Evaluate(SoftmaxTable.Probabilities(logits, model.Actions)).Return;
        }
    }

    /// <summary>Every bound that holds for any λ is above the gap, and every adaptation improves.</summary>
    [Theory]
    [InlineData("forward")]
    [InlineData("reverse")]
    public void Run_Bounds_AreAboveTheGap(string divergence)
    {
        using var run = new TableRun();
        run.Run(s_short with { Divergence = Enum.Parse<ProximalDivergence>(divergence, ignoreCase: true), Bounds = true });

        foreach (TabularScores scores in new[] { run.Figures.Candidates[0].Training, run.Figures.Candidates[0].Fresh })
        {
            BoundFigures bounds = scores.Bounds.ShouldNotBeNull();
            bounds.OneStep.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(scores.Optimum - scores.Curve[1]);
            bounds.Factor.ShouldBe(9, 1e-12);
            bounds.Reached.ShouldBeGreaterThan(0);
            (bounds.Theorem is null).ShouldBe(divergence == "forward", "D₁ to a deterministic policy is infinite");
            for (int k = 1; k < scores.Curve.Count; k++)
            {
                scores.Curve[k].ShouldBeGreaterThanOrEqualTo(scores.Curve[k - 1] - 1e-12);
                scores.Curve[k].ShouldBeLessThanOrEqualTo(scores.Optimum + 1e-12);
            }
        }
    }

    /// <summary>With the reverse divergence exchanged, Var is that of the forward one.</summary>
    [Fact]
    public void Bounds_Exchanged_IsTheOtherDivergenceToTheSamePolicies()
    {
        var family = new FrozenLakeFamily();
        TabularMdp model = ((ITabularFamily)family).Model(family.SampleTask(Numerics.Randomness.RandomKey.FromSeed(3), 0));
        double[] start = new double[model.Rewards.Length];
        var rule = new Tabular.TabularOptions { Divergence = ProximalDivergence.Reverse, Strength = 5 };
        BoundFigures found = BoundFigures.Of([new Tabular.TabularTask(model, rule)], start, rule);

        // Fifteen steps of A/λ, each at the policy of the one before.
        double[] logits = [.. start];
        for (int k = 0; k < 15; k++)
        {
            ReadOnlySpan<double> advantages = model.Evaluate(SoftmaxTable.Probabilities(logits, model.Actions)).Advantages;
            for (int pair = 0; pair < logits.Length; pair++)
            {
                logits[pair] += advantages[pair] / 5;
            }
        }

        double[] reached = SoftmaxTable.Probabilities(logits, model.Actions);
        double[] visits = model.Evaluate(SoftmaxTable.Uniform(model.States, model.Actions)).Visits(model.Start);
        double forward = 0;
        double reverse = 0;
        for (int pair = 0; pair < reached.Length; pair++)
        {
            double weight = (1 - model.Discount) * visits[pair / model.Actions];
            forward += weight * 0.25 * Math.Log(0.25 / reached[pair]);
            reverse += weight * reached[pair] * Math.Log(reached[pair] / 0.25);
        }

        found.Reached.ShouldBe(reverse, 1e-9);
        found.Exchanged.ShouldBe(forward, 1e-9);
    }

    [Theory]
    [InlineData("environment=Drone-v1", "expected one whose tasks are tables: FrozenLakeHigh-v1, FrozenLakeLow-v1.")]
    [InlineData("strengths=[0]", "strengths")]
    [InlineData("strengths=[]", "strengths")]
    [InlineData("iterations=-1", "iterations")]
    [InlineData("meta.iterations=3", "unknown key")]
    public void ResolveConfiguration_NotAcceptable_NamesTheKeyAndMakesNothing(string setting, string expected)
    {
        using var run = new TableRun();

        Should.Throw<ConfigurationException>(() => run.Run(s_short, overrides: [setting])).Message.ShouldContain(expected);
    }

    /// <summary>bo-mrl, Figure 3 at the left: nearly the optimum, about 1.6, on training tasks.</summary>
    [Fact]
    [Trait("Category", "Learning")]
    public void Train_HighVarianceReverse_ReachesTheOptimumNearlyInOneAdaptation()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            using var run = new TableRun();
            run.Run(new TabularConfiguration { Divergence = ProximalDivergence.Reverse }, seed);

            run.Figures.Candidates[0].Training.Curve[1].ShouldBeGreaterThan(1.4, $"seed {seed}");
        }
    }
}
