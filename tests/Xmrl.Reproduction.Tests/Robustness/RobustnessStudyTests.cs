using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Robustness;
using Xmrl.Reproduction.Running;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Tests.Robustness;

public sealed class RobustnessStudyTests
{
    public static TheoryData<string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (TableReproduction table in RobustnessStudy.Create())
            {
                foreach (ReproductionScale scale in Enum.GetValues<ReproductionScale>())
                {
                    forms.Add(table.Id, scale.ToString());
                }
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void At_EveryScale_IsATableThatFitsTogether(string id, string form)
    {
        ReproductionScale scale = Enum.Parse<ReproductionScale>(form);
        TableReproduction table = ReproductionRegistry.BuiltIn.Find(id).At(new ReproductionVariant(scale));

        table.Check();
        table.Id.ShouldBe(id);
        table.Variant!.Scale.ShouldBe(scale);
        (table.Claims.Length + table.Equivalences.Length).ShouldBeGreaterThan(2);
        table.Protocol.Faults!.Count.ShouldBeGreaterThan(4);
        table.Series.ShouldAllBe(series => series.Runner is StudyExperiment && series.Curves != null);

        // The small environment of the quick scale has no figures of the study.
        table.Cells.Any(cell => cell.Paper is not null).ShouldBe(scale != ReproductionScale.Quick);
        table.Series.Select(series => ((StudyExperiment)series.Runner).Defaults.Environment).Distinct().Single()
            .StartsWith("PointGoal", StringComparison.Ordinal).ShouldBe(scale == ReproductionScale.Quick);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Runs_ConditionsOfALearner_DifferInWhatIsVariedAlone(string id, string form)
    {
        ReproductionScale scale = Enum.Parse<ReproductionScale>(form);
        foreach (IGrouping<StudyLearner, CurveRun> learner in Question(id, scale).Runs.GroupBy(run => run.Learner))
        {
            var found = new HashSet<string>();
            foreach (CurveRun run in learner)
            {
                string[] keys = [.. Differences(learner.First().Configuration, run.Configuration)];
                keys.ShouldBeSubsetOf(run.Varied, $"{run.Row}, {scale}");
                found.UnionWith(keys);
            }

            if (learner.Count() > 1)
            {
                found.Order().ShouldBe(learner.SelectMany(run => run.Varied).Distinct().Order());
            }
        }
    }

    [Fact]
    public void MetaBatches_OfMamlAndRl2_TakeAsManyStepsEach()
    {
        foreach (ReproductionScale scale in Enum.GetValues<ReproductionScale>())
        {
            foreach (IGrouping<StudyLearner, CurveRun> learner in Question("robustness/c", scale).Runs
                .Where(run => run.Learner != StudyLearner.Pearl)
                .GroupBy(run => run.Learner))
            {
                learner.Select(run => run.Configuration.Meta.Iterations * run.Configuration.Meta.TasksPerIteration).Distinct().Count()
                    .ShouldBe(1, $"{learner.Key.Label}, {scale}");
            }
        }
    }

    [Fact]
    public void Configuration_FullScale_IsWhatTheStudyRan()
    {
        StudyConfiguration ppo = StudyLearners.Configuration(StudyLearner.MamlPpo, StudyProblem.Direction, ReproductionScale.Full);
        StudyConfiguration pearl = StudyLearners.Configuration(StudyLearner.Pearl, StudyProblem.Goal, ReproductionScale.Full);
        StudyConfiguration rl2 = StudyLearners.Configuration(StudyLearner.Rl2, StudyProblem.Direction, ReproductionScale.Full);

        // 2 · 20 · 40 · 200 · 300 = 96,000,000 steps, as the study counts.
        (ppo.Meta.Iterations * ppo.Meta.TasksPerIteration * ppo.Meta.Learner.Load(200).Steps).ShouldBe(96e6);
        (rl2.Meta.Iterations * rl2.Meta.TasksPerIteration * rl2.Meta.Learner.Load(200).Steps).ShouldBe(4e7);
        pearl.Tasks.Training.ShouldBe(150);
        Lines(pearl).ShouldContain("meta.klWeight: 1");
        Lines(pearl).ShouldContain("meta.gradientSteps: 4000");
        Lines(pearl).ShouldContain("meta.metaBatch: 10");
        Lines(ppo).ShouldContain("meta.epochs.clipRange: 0.5");
    }

    [Fact]
    public void At_OtherScore_DropsTheStudysFigures()
    {
        TableReproduction table = ReproductionRegistry.BuiltIn.Find("robustness/a").At(
            new ReproductionVariant(ReproductionScale.Full, ScoreKind.Last, ActionKind.Mean));

        table.Cells.ShouldAllBe(cell => cell.Paper == null);
        table.Protocol.Measure.ShouldContain("RL² by its last trajectories with mean actions");
        ReproductionRegistry.BuiltIn.Find("robustness/a").Protocol.Measure.ShouldContain("RL² by all trajectories with sampled actions");
    }

    [Fact]
    public void ResolveConfiguration_QuickForm_KeepsItsVariant()
    {
        var variant = new ReproductionVariant(ReproductionScale.Quick, ScoreKind.All);
        var runner = new ReproductionRunner(ReproductionRegistry.BuiltIn.Find("robustness/e").At(variant));

        string text = runner.ResolveConfiguration(new ExperimentRequest
        {
            Experiment = "robustness/e",
            Action = ExperimentAction.Reproduce,
            Seed = 1,
            OutputDirectory = string.Empty,
            Threads = 1,
            Quick = true,
        });

        ConfigurationReader.Read<ReproductionConfiguration>(text, "test", []).Variant.ShouldBe(variant);
    }

    private static CurveReproduction Question(string id, ReproductionScale scale)
    {
        var variant = new ReproductionVariant(scale);
        return id switch
        {
            "robustness/figure1" => Figure1Question.Create(variant),
            "robustness/a" => TaskSetQuestion.Create(variant),
            "robustness/c" => MetaBatchQuestion.Create(variant),
            "robustness/d" => SectorQuestion.Create(variant),
            _ => StepsQuestion.Create(variant),
        };
    }

    /// <summary>Full names of the keys in which two configurations differ.</summary>
    private static IEnumerable<string> Differences(StudyConfiguration first, StudyConfiguration second)
        => Lines(first).Zip(Lines(second)).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Split(':')[0]);

    /// <summary>The configuration as one line per key, each with its full name.</summary>
    private static List<string> Lines(StudyConfiguration configuration)
    {
        var lines = new List<string>();
        var path = new Stack<(int Indent, string Name)>();
        string[] text = ConfigurationWriter.Write(configuration).Split('\n');
        foreach (string line in text.Where(line => line.Trim() is { Length: > 0 } and not ['#', ..]))
        {
            int indent = line.Length - line.TrimStart().Length;
            while (path.Count > 0 && path.Peek().Indent >= indent)
            {
                path.Pop();
            }

            string name = line.Trim().Split(':')[0];
            lines.Add($"{string.Concat(path.Reverse().Select(outer => outer.Name + "."))}{line.Trim()}");
            path.Push((indent, name));
        }

        return lines;
    }
}
