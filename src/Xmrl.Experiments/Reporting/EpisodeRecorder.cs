using Xmrl.Experiments.Improvement;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Experiments.Reporting;

/// <summary>Records episodes of a few poor test tasks, before and after the repair, where the environment has a picture.</summary>
/// <param name="pipeline">The run's parts.</param>
internal sealed class EpisodeRecorder(ImprovementPipeline pipeline)
{
    private const int TasksShown = 4;

    /// <summary>Makes the episodes and stores them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="found">Policies and poor test tasks.</param>
    /// <param name="token">Checked before every step of the episodes.</param>
    public void Store(RunDirectory run, ImprovementFindings found, CancellationToken token)
    {
        if (pipeline.Family.Picture is not { } picture || found.Policies.Count == 0)
        {
            return;
        }

        Real[]? after = found.Ours is { } ours ? found.Policies.First(policy => policy.Method == ours).Parameters : null;
        var marks = new SortedDictionary<string, IReadOnlyList<ReportMark>>(StringComparer.Ordinal);
        var episodes = new List<ReportEpisode>();
        foreach (int position in found.PoorTest.Take(TasksShown))
        {
            string id = TaskIds.Test(position);
            marks[id] = SceneRecord.Of(picture.Marks(pipeline.Tasks.Test[position]));
            episodes.Add(Episode(picture, found.Policies[0].Parameters, position, token) with { TaskId = id });
            if (after is not null)
            {
                episodes.Add(Episode(picture, after, position, token) with { TaskId = id, Phase = ReportPhase.After });
            }
        }

        run.Store(run.File(StoredEpisodes.FileName), new StoredEpisodes { Tasks = marks, Episodes = episodes });
    }

    private ReportEpisode Episode(ITaskScene picture, Real[] parameters, int position, CancellationToken token)
    {
        MdpTask task = pipeline.Tasks.Test[position];
        Rollout rollout = pipeline.Evaluator.Trace(parameters, task, pipeline.Scoring, pipeline.TestKey, token);
        SceneTrace trace = picture.Trace(task, SceneRecord.Episode(rollout));
        return new ReportEpisode
        {
            TaskId = string.Empty,
            Phase = ReportPhase.Before,
            Return = double.IsFinite(rollout.Returns[0]) ? rollout.Returns[0] : null,
            Succeeded = pipeline.Family.Spec.HasSuccess ? rollout.Succeeded[0] : null,
            Marks = SceneRecord.Of(trace.Marks),
            Facts = SceneRecord.Of(trace.Facts),
        };
    }
}
