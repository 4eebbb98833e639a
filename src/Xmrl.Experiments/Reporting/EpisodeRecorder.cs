using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Stages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Experiments.Reporting;

/// <summary>Records episodes of a few poor test tasks, before and after the repair, where the environment has a picture.</summary>
/// <param name="parts">The run's parts.</param>
internal sealed class EpisodeRecorder(RunParts parts)
{
    private const int TasksShown = 4;

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
        var marks = new SortedDictionary<string, IReadOnlyList<ReportMark>>(StringComparer.Ordinal);
        var episodes = new List<ReportEpisode>();
        foreach (int position in found.PoorTest.Take(TasksShown))
        {
            string id = TaskIds.Test(position);
            marks[id] = SceneRecord.Of(picture.Marks(parts.Tasks.Test[position]));
            episodes.Add(Episode(picture, found.Policies[0], position, token) with { TaskId = id });
            if (after is not null)
            {
                episodes.Add(Episode(picture, after, position, token) with { TaskId = id, Phase = ReportPhase.After });
            }
        }

        ReportReplays? replays = new ReplayRecorder(parts).Record(found, found.PoorTest.Take(TasksShown), after, token);
        run.Store(run.File(StoredEpisodes.FileName), new StoredEpisodes { Tasks = marks, Episodes = episodes, Replays = replays });
    }

    private ReportEpisode Episode(ITaskScene picture, MetaPolicy policy, int position, CancellationToken token)
    {
        MdpTask task = parts.Tasks.Test[position];
        Rollout rollout = parts.EvaluatorOf(policy).Trace(
            policy.Parameters, task, RunParts.OptionsOf(policy, parts.Scoring), parts.TestKey, token);
        SceneTrace trace = picture.Trace(task, RolloutEpisode.Of(rollout));
        return new ReportEpisode
        {
            TaskId = string.Empty,
            Phase = ReportPhase.Before,
            Return = double.IsFinite(rollout.Returns[0]) ? rollout.Returns[0] : null,
            Succeeded = parts.Family.Spec.HasSuccess ? rollout.Succeeded[0] : null,
            Marks = SceneRecord.Of(trace.Marks),
            Facts = SceneRecord.Of(trace.Facts),
        };
    }
}
