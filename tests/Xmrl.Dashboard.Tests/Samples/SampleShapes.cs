using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>An environment of which the page knows nothing: a place and a series that together have a mark of every shape and role.
/// </summary>
internal static class SampleShapes
{
    public const string Place = "pond";
    public const string Series = "ripples";

    public static ReportData Create()
    {
        ReportData data = ReportSample.Create();
        string task = data.Tasks.First(static task => task.Set == ReportTaskSet.Test && task.IsPoor).Id;
        return data with
        {
            Scene = new ReportScene
            {
                Pictures =
                [
                    new ReportPicture
                    {
                        Name = Place,
                        Title = "The pond",
                        X = new ReportAxis { Label = "east", Unit = "cm" },
                        Y = new ReportAxis { Label = "north", Unit = "cm" },
                        IsPlace = true,
                    },
                    new ReportPicture
                    {
                        Name = Series,
                        Title = "The ripples",
                        X = new ReportAxis { Label = "step", Low = 0, High = 5 },
                        Y = new ReportAxis { Label = "height", Unit = "mm" },
                    },
                ],
                Marks = [.. Enum.GetValues<ReportShape>().Select(static shape => Mark(Series, shape, ReportRole.Context))],
            },
            Tasks =
            [
                .. data.Tasks.Select(item => item with
                {
                    Marks = item.Id == task
                        ? [.. Enum.GetValues<ReportRole>().Select(static role => Mark(Place, ReportShape.Disc, role))]
                        : [],
                }),
            ],
            Episodes =
            [
                new ReportEpisode { TaskId = task, Phase = ReportPhase.Before, Return = -3.25, Marks = [Way(Place), Way(Series)] },
            ],
        };
    }

    private static ReportMark Way(string picture) => Mark(picture, ReportShape.Line, ReportRole.Path) with { Label = "swim" };

    private static ReportMark Mark(string picture, ReportShape shape, ReportRole role) => new()
    {
        Picture = picture,
        Shape = shape,
        Role = role,
        Label = $"{role} as {shape}",
        Points = shape == ReportShape.Disc ? [[(int)role, 2]] : [[1, -2], [4, 3]],
        Radius = shape == ReportShape.Disc ? 0.5 : null,
    };
}
