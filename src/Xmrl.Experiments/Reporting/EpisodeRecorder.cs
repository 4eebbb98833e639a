using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Evaluation;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Experiments.Reporting;

/// <summary>Records episodes of some test tasks, before and after adaptation and repair, where the environment has a picture.</summary>
/// <param name="parts">The run's parts.</param>
internal sealed class EpisodeRecorder(RunParts parts)
{
    private const int TasksShown = 4;
    private const int OthersShown = 2;

    /// <summary>Makes the episodes and stores them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="found">Policies and poor test tasks.</param>
    /// <param name="token">Checked before every step of the episodes.</param>
    public void Store(RunDirectory run, ImprovementFindings found, CancellationToken token)
    {
        if (parts.Family.Picture is not { } picture || found.Policies.Length == 0)
        {
            return;
        }

        MetaPolicy? after = found.Ours is { } ours ? found.Policies.First(policy => policy.Method?.Name == ours) : null;
        int[] shown =
        [
            .. found.PoorTest.Take(TasksShown), .. Enumerable.Range(0, parts.Tasks.Test.Count).Except(found.PoorTest).Take(OthersShown),
        ];
        ReportEpisode[] episodes =
        [
            .. from position in shown
               from phase in after is null ? new[] { ReportPhase.Before } : [ReportPhase.Before, ReportPhase.After]
               from isAdapted in new[] { false, true }
               let policy = phase == ReportPhase.After ? after! : found.Policies[0]
               select Episode(picture, policy, position, isAdapted, token) with { Phase = phase },
        ];
        var marks = shown.ToDictionary(TaskIds.Test, position => SceneRecord.Of(picture.Marks(parts.Tasks.Test[position])));
        ReportReplays? replays = new ReplayRecorder(parts).Record(found, shown, after, token);
        run.Store(run.File(StoredEpisodes.FileName), new StoredEpisodes { Tasks = marks, Episodes = episodes, Replays = replays });
    }

    private ReportEpisode Episode(ITaskScene picture, MetaPolicy policy, int position, bool isAdapted, CancellationToken token)
    {
        MdpTask task = parts.Tasks.Test[position];
        EvaluationOptions options = RunParts.OptionsOf(policy, parts.Scoring);
        Rollout rollout = parts.EvaluatorOf(policy).Trace(
            policy.Parameters, task, isAdapted ? options : options with { Steps = 0 }, parts.TestKey, token);
        SceneTrace trace = picture.Trace(task, RolloutEpisode.Of(rollout));
        return new ReportEpisode
        {
            TaskId = TaskIds.Test(position),
            Phase = ReportPhase.Before,
            IsAdapted = isAdapted,
            Return = double.IsFinite(rollout.Returns[0]) ? rollout.Returns[0] : null,
            Succeeded = parts.Family.Spec.HasSuccess ? rollout.Succeeded[0] : null,
            Marks = SceneRecord.Of(trace.Marks),
            Facts = SceneRecord.Of(trace.Facts),
        };
    }
}
