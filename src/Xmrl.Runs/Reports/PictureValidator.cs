using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Runs.Reports;

/// <summary>Finds what is wrong with the pictures of report data.</summary>
internal static class PictureValidator
{
    private const int RectangleCorners = 2;

    /// <summary>Checks scene, marks of the tasks, and episodes.</summary>
    /// <param name="check">Keeps the first problem.</param>
    /// <param name="data">The report.</param>
    /// <param name="tasks">Ids of its tasks.</param>
    public static void Check(ReportCheck check, ReportData data, HashSet<string> tasks)
    {
        HashSet<string> pictures = new(StringComparer.Ordinal);
        if (data.Scene is { } scene)
        {
            CheckScene(check, scene, pictures);
        }

        for (int i = 0; i < data.Tasks.Count && check.IsClean; i++)
        {
            CheckMarks(check, $"tasks[{i}].marks", data.Tasks[i].Marks, pictures);
        }

        check.Count("episodes", data.Episodes.Count, ReportLimits.Episodes);
        for (int i = 0; i < data.Episodes.Count && check.IsClean; i++)
        {
            ReportEpisode episode = data.Episodes[i];
            string at = $"episodes[{i}]";
            check.Require(tasks.Contains(episode.TaskId), $"{at}.taskId is '{episode.TaskId}'; an id from tasks is expected.");
            check.Finite(at + ".return", episode.Return);
            CheckMarks(check, at + ".marks", episode.Marks, pictures);
            check.Count(at + ".facts", episode.Facts.Count, ReportLimits.Parameters);
            foreach (ReportFact fact in episode.Facts)
            {
                check.Finite($"{at}.facts '{fact.Name}'", fact.Value);
            }
        }
    }

    private static void CheckScene(ReportCheck check, ReportScene scene, HashSet<string> pictures)
    {
        check.Text("scene.note", scene.Note);
        check.Count("scene.pictures", scene.Pictures.Count, ReportLimits.Pictures);
        check.Count("scene.maps", scene.Maps.Count, ReportLimits.Pictures);
        for (int i = 0; i < scene.Pictures.Count && check.IsClean; i++)
        {
            ReportPicture picture = scene.Pictures[i];
            check.Require(pictures.Add(picture.Name), $"scene.pictures[{i}].name '{picture.Name}' occurs twice; names are unique.");
            CheckAxis(check, $"scene.pictures[{i}].x", picture.X);
            CheckAxis(check, $"scene.pictures[{i}].y", picture.Y);
        }

        CheckMarks(check, "scene.marks", scene.Marks, pictures);
    }

    private static void CheckAxis(ReportCheck check, string place, ReportAxis axis)
    {
        check.Finite(place + ".low", axis.Low);
        check.Finite(place + ".high", axis.High);
        check.Require(!(axis.Low >= axis.High), $"{place} has low {axis.Low} and high {axis.High}; low is expected below high.");
    }

    private static void CheckMarks(ReportCheck check, string place, IReadOnlyList<ReportMark> marks, HashSet<string> pictures)
    {
        check.Count(place, marks.Count, ReportLimits.Marks);
        for (int i = 0; i < marks.Count && check.IsClean; i++)
        {
            ReportMark mark = marks[i];
            string at = $"{place}[{i}]";
            check.Require(
                pictures.Contains(mark.Picture), $"{at}.picture is '{mark.Picture}'; the name of a picture of the scene is expected.");
            check.Points(at + ".points", mark.Points, ReportLimits.MarkPoints);
            check.Require(
                mark.Shape != ReportShape.Rectangle || mark.Points.Length == RectangleCorners,
                $"{at} is a rectangle of {mark.Points.Length} points; {RectangleCorners} corners are expected.");
            check.Finite(at + ".radius", mark.Radius);
            check.Require(
                mark.Shape == ReportShape.Disc ? mark.Radius > 0 : mark.Radius is null,
                $"{at}.radius is {mark.Radius?.ToString() ?? "missing"}; a radius > 0 is expected of discs, and none of other shapes.");
        }
    }
}
