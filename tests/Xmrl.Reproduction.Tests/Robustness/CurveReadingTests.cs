using Xmrl.Reproduction.Robustness;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Tests.Robustness;

public sealed class CurveReadingTests
{
    /// <summary>Rounding of means of a few numbers.</summary>
    private const double Tolerance = 1e-12;

    private static readonly double[] s_scores = [0, 2, 4, 6, 8, 10, 10, 10, 10, 10, 10, 10, 10, 10, 8, 8, 8, 8, 7, 5];

    [Fact]
    public void Final_TwentyEvaluations_IsTheMeanOfTheLastTwo() => Reading(s_scores).Final(CurveReading.Whole).ShouldBe(6, Tolerance);

    [Fact]
    public void Final_FewEvaluations_IsTheLastOne() => Reading([1, 2, 3]).Final(CurveReading.Whole).ShouldBe(3, Tolerance);

    [Fact]
    public void Best_LongAndShortCurves_IsTheLargestMeanOfFive()
    {
        Reading(s_scores).Best(CurveReading.Whole).ShouldBe(10, Tolerance);
        Reading([0, 0, 30, 0, 0, 0]).Best(CurveReading.Whole).ShouldBe(6, Tolerance);
        Reading([1, 2, 3]).Best(CurveReading.Whole).ShouldBe(2, Tolerance);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 0)]
    [InlineData(25, 2)]
    [InlineData(50, 8)]
    [InlineData(1000, 5)]
    public void After_Iterations_IsTheLastEvaluationUntilThere(int iterations, double score)
        => Reading(s_scores).After(iterations).ShouldBe(score, Tolerance);

    [Fact]
    public void StepsToGain_RisingCurve_IsWhereTheMeanOfFiveReachesNineTenths()
    {
        // Untrained −10, final 6: nine tenths of the way are 4.4. Means of five: 4 at the fifth evaluation, 6 at the sixth.
        Reading(s_scores, untrained: -10).StepsToGain().ShouldBe(600);

        // Nothing is gained over an untrained policy of 6.
        Reading(s_scores, untrained: 6).StepsToGain().ShouldBeNull();
    }

    [Fact]
    public void BestBy_OneHalfChooses_ScoresTheOther()
    {
        double[] choosing = [0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 0], scored = [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 100];
        StudyResult result = Result(choosing.Length, (i, scores) =>
        {
            scores[StudyGroups.Name(StudyGroups.Half(2, 'a'), ScoreKind.Last, ActionKind.Mean)] = choosing[i];
            scores[StudyGroups.Name(StudyGroups.Half(2, 'b'), ScoreKind.Last, ActionKind.Mean)] = scored[i];
        });
        var reading = new CurveReading(result, ScoreKind.Last, ActionKind.Mean);

        reading.BestBy(CurveReading.Region([2], "a"), CurveReading.Region([2], "b")).ShouldBe(3, Tolerance);
        reading.Best(CurveReading.Region([2], "b")).ShouldBe(114.0 / 5, Tolerance);
    }

    [Fact]
    public void Gap_TrainingTasks_IsTheirScoreLessThatOfTestTasks()
    {
        Reading(s_scores, trained: -4, training: 3).Gap().ShouldBe(7);
        Reading(s_scores).Gap().ShouldBeNull();
    }

    [Fact]
    public void Alike_CellsByOtherScores_ReadsLastTrajectoriesWithMeanActions()
    {
        StudyResult result = Result(3, (i, scores) =>
        {
            foreach (ScoreKind score in Enum.GetValues<ScoreKind>())
            {
                foreach (ActionKind actions in Enum.GetValues<ActionKind>())
                {
                    scores[StudyGroups.Name(StudyGroups.Test, score, actions)] = (10 * (int)score) + (int)actions;
                }
            }
        });

        var reading = new CurveReading(result, ScoreKind.All, ActionKind.Sampled);
        reading.Final(CurveReading.Whole).ShouldBe(11);
        reading.Alike().Final(CurveReading.Whole).ShouldBe(0);
    }

    private static CurveReading Reading(double[] scores, double untrained = -10, double trained = 0, double? training = null)
        => new(
            Result(scores.Length, (i, by) => by[StudyGroups.Name(StudyGroups.Test, ScoreKind.Last, ActionKind.Mean)] = scores[i]) with
            {
                Untrained = Curve(untrained),
                Trained = Curve(trained),
                Training = training is { } score
                    ? new Dictionary<string, double> { [StudyGroups.Name(StudyGroups.Training, ScoreKind.Last, ActionKind.Mean)] = score }
                    : null,
            },
            ScoreKind.Last, ActionKind.Mean);

    private static StudyResult Result(int count, Action<int, Dictionary<string, double>> fill) => new()
    {
        Evaluations =
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var scores = new Dictionary<string, double>();
                fill(i, scores);
                return new StudyEvaluation
                {
                    Iteration = (10 * i) + 9,
                    TrainingInteractions = 100 * (i + 1),
                    EvaluationInteractions = 7,
                    Scores = scores,
                };
            }),
        ],
        Untrained = Curve(0),
        Trained = Curve(0),
        Steps = 1,
    };

    private static StudyCurve Curve(double score) => new()
    {
        Spent = [0, 20],
        Scores = new Dictionary<string, double[]> { [StudyGroups.Name(StudyGroups.Test, ActionKind.Mean)] = [-99, score] },
    };
}
