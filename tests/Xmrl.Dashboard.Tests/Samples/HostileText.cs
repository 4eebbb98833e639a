using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Text that would run a script if any of it were taken for HTML.</summary>
internal static class HostileText
{
    public const string Script = "</script><script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\"><!--\u2028'\"&amp;";

    /// <summary>Puts it wherever a report takes text.</summary>
    public static ReportData InsertInto(ReportData data)
    {
        string task = data.Tasks[^1].Id;
        string method = data.Methods[^1].Name;
        return data with
        {
            Identity = data.Identity with
            {
                Title = Script,
                Decision = data.Identity.Decision! with { Sentence = Script, File = Script },
                Verdict = Script,
                Experiment = Script,
                EnvironmentId = Script,
                CommandLine = Script,
                ConfigurationYaml = Script,
                Versions = [new ReportEntry(Script, Script)],
                Statuses = [new ReportStatus(ReportStatusLevel.Error, Script)],
            },
            Score = data.Score with { Name = Script },
            Protocol = [new ReportEntry(Script, Script)],
            Tasks =
            [
                .. data.Tasks.Select(item => item with { Id = item.Id == task ? Script : item.Id, Marks = Rename(item.Marks) }),
            ],
            Stages = [.. data.Stages.Select(static stage => stage with { Name = Script })],
            Curves =
            [
                .. data.Curves.Select(static curve => curve with { Stage = Script, Label = Script, YLabel = Script, XLabel = Script }),
            ],
            Explanation = new ReportExplanation { Method = Script, SolverStatus = Script },
            Methods = [.. data.Methods.Select(item => item.Name == method ? item with { Name = Script, Description = Script } : item)],
            PerTask = [.. data.PerTask.Select(row => Rename(row, task, method))],
            Scene = Rename(data.Scene!),
            Episodes = [.. data.Episodes.Select(episode => Rename(episode, task))],
        };
    }

    private static ReportTaskScores Rename(ReportTaskScores row, string task, string method) => new(
        row.TaskId == task ? Script : row.TaskId,
        row.Scores.ToDictionary(pair => pair.Key == method ? Script : pair.Key, static pair => pair.Value, StringComparer.Ordinal));

    private static ReportScene Rename(ReportScene scene) => scene with
    {
        Pictures =
        [
            .. scene.Pictures.Select(static picture => picture with
            {
                Name = Script,
                Title = Script,
                X = picture.X with { Label = Script, Unit = Script },
                Y = picture.Y with { Label = Script, Unit = Script },
            }),
        ],
        Marks = Rename(scene.Marks),
        Maps = [.. scene.Maps.Select(static map => map with { Title = Script, Unit = Script })],
        Note = Script,
    };

    private static ReportEpisode Rename(ReportEpisode episode, string task) => episode with
    {
        TaskId = episode.TaskId == task ? Script : episode.TaskId,
        Marks = Rename(episode.Marks),
        Facts = [new ReportFact(Script, 1, Unit: Script)],
    };

    private static ReportMark[] Rename(IReadOnlyList<ReportMark> marks)
        => [.. marks.Select(static mark => mark with { Picture = Script, Label = Script })];
}
