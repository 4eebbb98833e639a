using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Experiments.Reporting;

/// <summary>Records the bodies of episodes of some test tasks, before and after adaptation, before and after the repair.</summary>
/// <param name="parts">The run's parts.</param>
internal sealed class ReplayRecorder(RunParts parts)
{
    private readonly List<BodyModel> _models = [];
    private readonly List<ReportReplay> _replays = [];
    private readonly List<IReadOnlyList<double[]>> _frames = [];

    /// <summary>Makes the episodes.</summary>
    /// <param name="found">Policies and poor test tasks.</param>
    /// <param name="shown">Positions of the tasks that are shown, poor ones first.</param>
    /// <param name="after">The repaired policy; null for none.</param>
    /// <param name="token">Checked before every step of the episodes.</param>
    /// <returns>The replays; null where the environment has no bodies, or no room is allowed.</returns>
    public ReportReplays? Record(ImprovementFindings found, IEnumerable<int> shown, MetaPolicy? after, CancellationToken token)
    {
        if (parts.Family is not IBodyScene scene || parts.ReplayBytes == 0)
        {
            return null;
        }

        var recording = new BodyRecording();
        IEnvironmentFamily family = scene.Recorded(recording);
        using IMetaLearner before = parts.LearnerOf(found.Policies[0], family);
        using IMetaLearner? repaired = after is null ? null : parts.LearnerOf(after, family);
        foreach (int position in shown)
        {
            foreach (bool isAdapted in new[] { false, true })
            {
                Add(before, found.Policies[0], new(position, ReportPhase.Before, isAdapted));
                if (repaired is not null)
                {
                    Add(repaired, after!, new(position, ReportPhase.After, isAdapted));
                }
            }
        }

        var all = new ReportReplays { SecondsPerStep = scene.SecondsPerStep, Models = BodyRecord.Of(_models), Episodes = _replays };
        return ReplayStore.Fit(all, _frames, parts.ReplayBytes);

        void Add(IMetaLearner learner, MetaPolicy policy, Played played)
        {
            MdpTask task = parts.Tasks.Test[played.Position];
            EvaluationOptions options = RunParts.OptionsOf(policy, parts.Scoring);
            Rollout rollout = new AdaptationEvaluator(learner).Trace(
                policy.Parameters, task, played.IsAdapted ? options : options with { Steps = 0 }, parts.TestKey, token);

            // A learner that plays its last episode in another copy than the first has nothing to show.
            if (recording.Frames.Count == rollout.Starts[1] + 1)
            {
                _replays.Add(new ReportReplay
                {
                    TaskId = TaskIds.Test(played.Position),
                    Phase = played.Phase,
                    IsAdapted = played.IsAdapted,
                    Return = double.IsFinite(rollout.Returns[0]) ? rollout.Returns[0] : null,
                    Succeeded = parts.Family.Spec.HasSuccess ? rollout.Succeeded[0] : null,
                    Aims = BodyRecord.Of(scene.Aims(task)),
                    Model = BodyRecord.Add(_models, recording.Model!),
                    Steps = rollout.Starts[1],
                });
                _frames.Add([.. recording.Frames]);
            }
        }
    }

    private readonly record struct Played(int Position, ReportPhase Phase, bool IsAdapted);
}
