using Xmrl.Rl.Environments.Scenes;
using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Dashboard.Scenes;

/// <summary>Turns the pictures of an environment into what a run stores of them.</summary>
internal static class SceneRecord
{
    /// <summary>Most points of a line that are stored: more than a page can show.</summary>
    private const int LinePoints = 400;

    /// <summary>What all tasks have in common.</summary>
    public static ReportScene Of(Scene scene) => new()
    {
        Pictures =
        [
            .. scene.Pictures.Select(picture => new ReportPicture
            {
                Name = picture.Name,
                Title = picture.Title,
                X = Of(picture.X),
                Y = Of(picture.Y),
                IsPlace = picture.IsPlace,
                IsDetail = picture.IsDetail,
            }),
        ],
        Marks = Of(scene.Marks),
        Maps =
        [
            .. scene.Maps.Select(map => new ReportTaskMap { Title = map.Title, X = map.X, Y = map.Y, Unit = map.Unit }),
        ],
        Note = scene.Note,
    };

    /// <summary>Marks whose points are finite; lines of many points are thinned, with both ends kept.</summary>
    public static IReadOnlyList<ReportMark> Of(IReadOnlyList<SceneMark> marks) =>
    [
        .. marks.Select(mark => new ReportMark
        {
            Picture = mark.Picture,
            Shape = Enum.Parse<ReportShape>(mark.Shape.ToString()),
            Role = Enum.Parse<ReportRole>(mark.Role.ToString()),
            Label = mark.Label,
            Points = Points(mark),
            Radius = mark.Radius,
        }),
    ];

    /// <summary>Figures that are finite.</summary>
    public static IReadOnlyList<ReportFact> Of(IReadOnlyList<SceneFact> facts) =>
    [
        .. facts.Where(fact => double.IsFinite(fact.Value)).Select(fact => new ReportFact(fact.Name, fact.Value, fact.IsShare, fact.Unit)),
    ];

    private static ReportAxis Of(SceneAxis axis)
        => new() { Label = axis.Label, Unit = axis.Unit, Low = axis.Low, High = axis.High, IsDate = axis.IsDate };

    private static double[][] Points(SceneMark mark)
    {
        ScenePoint[] points = [.. mark.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        int every = mark.Shape == SceneShape.Line ? Math.Max(1, (points.Length + LinePoints - 1) / LinePoints) : 1;
        return
        [
            .. points.Index().Where(point => point.Index % every == 0 || point.Index == points.Length - 1)
                .Select(point => new[] { point.Item.X, point.Item.Y }),
        ];
    }
}
