using Xmrl.Reproduction.Robustness;
using Xmrl.Runs.Curves;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Tests.Robustness;

public sealed class StudyExperimentTests : IDisposable
{
    private readonly StudyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    public static TheoryData<string> Learners => ["PEARL", "RL²", "MAML-PPO", "MAML-TRPO"];

    [Theory]
    [MemberData(nameof(Learners))]
    public void Run_TwiceOnOtherThreads_HasTheSameTasksAndFigures(string learner)
    {
        StudyConfiguration settings = StudyRuns.Settings(Learner(learner));

        _runs.Run("one", settings, threads: 1);
        _runs.Run("two", settings, threads: 3);

        File.ReadAllBytes(_runs["two/tasks.json"]).ShouldBe(File.ReadAllBytes(_runs["one/tasks.json"]));
        File.ReadAllBytes(_runs["two/study.json"]).ShouldBe(File.ReadAllBytes(_runs["one/study.json"]));
    }

    [Theory]
    [InlineData("PEARL")]
    [InlineData("MAML-PPO")]
    public void Run_StoppedAndContinued_EndsWithTheSameFigures(string learner)
    {
        StudyConfiguration settings = StudyRuns.Settings(Learner(learner));
        _runs.Run("whole", settings);

        _runs.RunStopped("stopped", settings, iteration: 3);

        File.ReadAllBytes(_runs["stopped/study.json"]).ShouldBe(File.ReadAllBytes(_runs["whole/study.json"]));
    }

    [Fact]
    public void Run_MoreEvaluations_CountApartFromTheTraining()
    {
        StudyConfiguration settings = StudyRuns.Settings(StudyLearner.MamlPpo);

        _runs.Run("few", settings, overrides: [.. StudyRuns.Smaller, "meta.validations=1"]);
        _runs.Run("many", settings, overrides: [.. StudyRuns.Smaller, "meta.validations=4"]);

        StudyResult few = _runs.Result("few"), many = _runs.Result("many");

        // 4 iterations of 40 tasks, 20 trajectories of 20 steps before and after adaptation.
        few.TrainingInteractions.ShouldBe(4 * 40 * 20 * 20 * 2);
        many.TrainingInteractions.ShouldBe(few.TrainingInteractions);
        many.EvaluationInteractions.ShouldBe(4 * few.EvaluationInteractions);

        // 8 tasks: 20 trajectories to adapt on, and 21 that score before and after it.
        few.EvaluationInteractions.ShouldBe(8 * 20 * (20 + (2 * 21)));
        MetricsReader.Read(_runs.Open("many").MetricsPath).Last().Values["interactions"].ShouldBe(many.TrainingInteractions);
        many.Evaluations.Select(evaluation => evaluation.TrainingInteractions).ShouldBe([32_000, 64_000, 96_000, 128_000]);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Run_EveryScore_IsNamedByTasksTrajectoriesAndActions(string learner)
    {
        _runs.Run("run", StudyRuns.Settings(Learner(learner)));

        StudyResult result = _runs.Result("run");

        string[] groups =
        [
            StudyGroups.Test, .. from quadrant in Enumerable.Range(1, 4) from half in "ab" select StudyGroups.Half(quadrant, half),
        ];
        result.Evaluations[0].Scores.Keys.Order(StringComparer.Ordinal).ShouldBe(
            (from tasks in groups
             from score in Enum.GetValues<ScoreKind>()
             from actions in Enum.GetValues<ActionKind>()
             select StudyGroups.Name(tasks, score, actions)).Order(StringComparer.Ordinal));
        result.Evaluations[^1].Scores["test_last_mean"].ShouldBe(result.Trained.Scores["test_mean"][result.Steps], 1e-9);
        result.Evaluations[^1].Scores["test_all_sampled"]
            .ShouldBe(result.Trained.Scores["test_sampled"].Take(result.Steps + 1).Average(), 1e-9);
        result.Trained.Spent[0].ShouldBe(0);
        (result.Training is null).ShouldBe(learner != "PEARL");
    }

    [Fact]
    public void Run_TwoConditions_BeginWithTheSamePolicyOnTheSameTestTasks()
    {
        StudyConfiguration whole = StudyRuns.Settings(StudyLearner.MamlPpo);
        StudyConfiguration sector = whole with { Tasks = whole.Tasks with { Sector = 90 } };

        _runs.Run("whole", whole);
        _runs.Run("sector", sector);

        _runs.Result("sector").Untrained.Scores["test_sampled"].ShouldBe(_runs.Result("whole").Untrained.Scores["test_sampled"]);
        _runs.Result("sector").Trained.Scores["test_sampled"].ShouldNotBe(_runs.Result("whole").Trained.Scores["test_sampled"]);
    }

    [Theory]
    [InlineData("tasks.sector=400", "sector")]
    [InlineData("scoring.curveSteps=1", "at least the 2 adaptation steps")]
    [InlineData("environment=Nowhere-v1", "There is no environment Nowhere-v1")]
    public void ResolveConfiguration_WrongSetting_IsRefusedWithASentence(string setting, string message)
        => Should.Throw<ConfigurationException>(
            () => _runs.Run("run", StudyRuns.Settings(StudyLearner.Pearl), overrides: [setting])).Message.ShouldContain(message);

    private static StudyLearner Learner(string label)
        => new[] { StudyLearner.Pearl, StudyLearner.Rl2, StudyLearner.MamlPpo, StudyLearner.MamlTrpo }
            .Single(known => known.Label == label);
}
