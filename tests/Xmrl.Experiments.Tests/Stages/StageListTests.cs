using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Stages;

public sealed class StageListTests
{
    /// <summary>No episode of Navigation2D-v1 ends early, so that every stage takes the steps that are expected, but for its validations
    /// and scores.</summary>
    private static readonly string[] s_navigation =
    [
        $"environment={Navigation2DFamily.Id}", "meta.innerSteps=2", "meta.trajectories=3", "explain.fidelity=true",
        "retrain.methods=[xmrl, continued, ma]", "policy.contextSize=0",
    ];

    [Fact]
    public void Of_StagesOfARun_AreTheStepsThatItTook()
    {
        using var run = new TinyRun();
        run.Run(new TinyOptions { More = s_navigation });
        StageList stages = Stages(TinyRun.Configure(s_navigation));
        var book = new StageBook(run.Directory);

        book.Entries.Select(entry => entry.Name).ShouldAllBe(name => stages.StepsOf(name) > 0);
        string[] exact =
        [
            StageBook.Explanation,
            "Retraining: Continued",
            "Fidelity: critical tasks alone",
            "Fidelity: random tasks alone",
        ];
        foreach (string stage in exact)
        {
            stages.StepsOf(stage).ShouldBe(book.Interactions(stage), stage);
        }

        // Validations of a training are not among the steps of the book.
        stages.StepsOf(StageBook.MetaTraining).ShouldBeGreaterThan(book.Interactions(StageBook.MetaTraining));

        // Mixed states that are not feasible are not stepped from.
        string[] mixed =
        [
            "Retraining: XMRL",
            "Retraining: MA",
            "Augmentation: XMRL",
        ];
        foreach (string stage in mixed)
        {
            (book.Interactions(stage) / stages.StepsOf(stage)).ShouldBeInRange(0.7, 1.05, stage);
        }
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 9, 2)]
    [InlineData(5, 2, 3)]
    public void Of_RetrainingWithValidations_CountsTheirEpisodes(int iterations, int validations, int expected)
    {
        double horizon = new Navigation2DFamily().Spec.Horizon;
        string stage = "Retraining: Continued";
        double Cost(int count) => Stages(
            TinyRun.Configure(
                [
                    .. s_navigation, $"retrain.iterations={iterations}", $"retrain.validations={count}", "scoring.meanTrajectories=1",
                ])).StepsOf(stage);

        // 4 tasks, 2 inner steps on 4 trajectories each, then one trajectory of mean actions.
        (Cost(validations) - Cost(0)).ShouldBe(expected * 4 * ((2 * 4) + 1) * horizon);
    }

    [Fact]
    public void Run_Progress_TellsTheShareOfTheWholeRun()
    {
        using var run = new TinyRun();
        List<StageProgress> seen = [];

        run.Run(new TinyOptions { Seen = seen });

        seen.Select(report => report.Share!.Value).ShouldBeInOrder();
        seen[0].Share!.Value.ShouldBeGreaterThan(0);
        seen[^1].Share!.Value.ShouldBe(1, 1e-9);
        seen.ShouldAllBe(report => report.SecondsLeft == null || report.SecondsLeft >= 0);
    }

    private static StageList Stages(ImproveConfiguration configuration) => StageList.Of(
        new RunScale(configuration, MethodTable.Standard, new Navigation2DFamily().Spec.Horizon), ExperimentAction.Improve);
}
