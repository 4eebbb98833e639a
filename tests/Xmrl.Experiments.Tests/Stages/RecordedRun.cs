using System.Collections.Immutable;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Learning;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Stages;

/// <summary>What the stages of <c>improve drone --methods all</c> and <c>improve drone --quick</c> took with seed 1 on one machine, in
/// processor seconds.</summary>
internal static class RecordedRun
{
    /// <summary>Shares of a training's time in sampling, advantages, gradients and the outer step.</summary>
    private static readonly PhaseSeconds s_profile = new(0.19, 0.28, 0.53, 0);

    /// <summary>Iterations, or policies that are scored, and seconds of each stage.</summary>
    private static readonly ImmutableDictionary<string, (int Reports, double Seconds)> s_whole =
        new Dictionary<string, (int, double)>
        {
            [StageBook.MetaTraining] = (300, 66.2),
            [StageBook.Explanation] = (20, 6.2),
            ["Augmentation: XMRL"] = (20, 25.0),
            ["Augmentation: RandomCritical"] = (20, 25.9),
            ["Augmentation: NearestCritical"] = (20, 24.2),
            ["Retraining: XMRL"] = (60, 5.7),
            ["Retraining: Continued"] = (60, 5.1),
            ["Retraining: DoubleWeight"] = (60, 5.6),
            ["Retraining: RandomCritical"] = (60, 5.6),
            ["Retraining: NearestCritical"] = (60, 5.8),
            ["Retraining: PredefinedAugmentation"] = (60, 5.4),
            ["Retraining: TW"] = (60, 5.8),
            ["Retraining: MA"] = (60, 5.9),
            ["Retraining: MR"] = (60, 5.5),
            ["Retraining: XMRL-Weighted"] = (60, 5.6),
            ["Retraining: XMRL-Poor"] = (60, 5.7),
            ["Retraining: RandomAdded"] = (60, 6.2),
            ["Confirmation"] = (4, 4.6),
            ["Evaluation"] = (13, 15.4),
        }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, (int Reports, double Seconds)> s_quick =
        new Dictionary<string, (int, double)>
        {
            [StageBook.MetaTraining] = (60, 8.0),
            [StageBook.Explanation] = (5, 1.27),
            ["Augmentation: XMRL"] = (3, 1.28),
            ["Augmentation: RandomCritical"] = (3, 0.89),
            ["Retraining: XMRL"] = (30, 1.67),
            ["Retraining: Continued"] = (30, 1.57),
            ["Retraining: RandomCritical"] = (30, 1.61),
            ["Retraining: XMRL-Poor"] = (30, 1.64),
            ["Retraining: RandomAdded"] = (30, 1.80),
            ["Confirmation"] = (3, 1.0),
            ["Evaluation"] = (6, 2.0),
        }.ToImmutableDictionary();

    /// <summary>Seconds of the training's validations, all together, each at the end of a tenth of the whole run's iterations and a quarter
    /// of the quick one's.</summary>
    private static (int Count, double Seconds) Validations(bool isQuick) => isQuick ? (4, 1.0) : (10, 11.5);

    /// <summary>Of these, seconds that a program compiles in its first iterations, and anew in the first report of a stage.</summary>
    private const double Compiled = 2;

    private const double CompiledByStage = 0.3;

    private const int CompiledIterations = 5;

    /// <summary>Lets a clock pass as the run did, and collects what is told.</summary>
    /// <param name="stages">The stages, which may be fewer than the recorded ones.</param>
    /// <param name="isQuick">Whether it is the short run.</param>
    /// <param name="pace">Seconds on the clock per recorded second.</param>
    /// <param name="end">Seconds that the run took.</param>
    internal static List<(double At, double Left)> Replay(StageList stages, bool isQuick, double pace, out double end)
    {
        var time = new ManualTime();
        var clock = new WorkClock(time, () => TimeSpan.FromSeconds(time.Seconds / pace));
        var told = new List<(double At, double Left)>();
        foreach ((int index, IStage stage) in stages.All.Index())
        {
            (int reports, double seconds) = (isQuick ? s_quick : s_whole)[stage.Name];
            bool isTraining = stage.Name == StageBook.MetaTraining;
            if (stage is ConfirmationStage or EvaluationStage)
            {
                // They take a time per policy: fewer policies, less time.
                int scored = stages.All.Count(other => other is RetrainingStage) + 1;
                int policies = stage is EvaluationStage ? scored : stages.All.Count(IsCandidate) + 1;
                (reports, seconds) = (policies, seconds * policies / reports);
            }

            (int validations, double scoring) = isTraining ? Validations(isQuick) : (0, 0);
            clock.Enter(stage.Work, 0, stages.All.Skip(index + 1).Aggregate(default(StageWork), (sum, later) => sum + later.Work));
            for (int i = 1; i <= reports; i++)
            {
                double own = (seconds - scoring - (isTraining ? Compiled : CompiledByStage)) / reports;
                double compiled = isTraining ? (i <= CompiledIterations ? Compiled / CompiledIterations : 0) : i == 1 ? CompiledByStage : 0;
                time.Pass(pace * (own + compiled));
                if (validations > 0 && i % (reports / validations) == 0)
                {
                    time.Pass(pace * scoring / validations);
                }

                if (isTraining || stage is RetrainingStage)
                {
                    var profile = new PhaseSeconds(own * s_profile.Sampling, own * s_profile.Advantages, own * s_profile.Gradients, 0);
                    clock.Calibrate(profile, (1.0 / reports) * stage.Work);
                }

                if (clock.Left(i / (double)reports) is { } left)
                {
                    told.Add((time.Seconds, left));
                }
            }
        }

        end = time.Seconds;
        return told;
    }

    private static bool IsCandidate(IStage stage)
        => stage.Name is "Retraining: XMRL" or "Retraining: XMRL-Weighted" or "Retraining: XMRL-Poor";
}
