using System.Buffers.Text;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Runs.Reports;

/// <summary>Finds what is wrong with the replays of report data.</summary>
internal static class ReplayValidator
{
    private const int Axes = 3;
    private const int Quaternion = 4;

    /// <summary>Checks models and episodes.</summary>
    /// <param name="check">Keeps the first problem.</param>
    /// <param name="replays">The replays; null for none.</param>
    /// <param name="tasks">Ids of the report's tasks.</param>
    public static void Check(ReportCheck check, ReportReplays? replays, HashSet<string> tasks)
    {
        if (replays is null)
        {
            return;
        }

        check.Require(
            double.IsFinite(replays.SecondsPerStep) && replays.SecondsPerStep > 0,
            $"replays.secondsPerStep is {replays.SecondsPerStep}; a number > 0 is expected.");
        check.Count("replays.models", replays.Models.Count, ReportLimits.Episodes);
        check.Count("replays.episodes", replays.Episodes.Count, ReportLimits.Episodes);
        for (int i = 0; i < replays.Models.Count && check.IsClean; i++)
        {
            CheckModel(check, $"replays.models[{i}]", replays.Models[i]);
        }

        for (int i = 0; i < replays.Episodes.Count && check.IsClean; i++)
        {
            ReportReplay episode = replays.Episodes[i];
            string at = $"replays.episodes[{i}]";
            check.Require(tasks.Contains(episode.TaskId), $"{at}.taskId is '{episode.TaskId}'; an id from tasks is expected.");
            check.Require(
                episode.Model >= 0 && episode.Model < replays.Models.Count,
                $"{at}.model is {episode.Model}; the position of one of {replays.Models.Count} models is expected.");
            if (check.IsClean)
            {
                CheckEpisode(check, at, episode, replays.Models[episode.Model].Bodies.Count);
            }
        }
    }

    private static void CheckModel(ReportCheck check, string at, ReportBodyModel model)
    {
        check.Count(at + ".bodies", model.Bodies.Count, ReportLimits.Entries);
        check.Count(at + ".shapes", model.Shapes.Count, ReportLimits.Entries);
        check.Require(
            model.Followed is not { } followed || (followed >= 0 && followed < model.Bodies.Count),
            $"{at}.followed is {model.Followed}; the position of one of {model.Bodies.Count} bodies is expected.");
        check.Finite(at + ".ground", model.Ground);
        Numbers(check, at + ".centre", model.Centre, Axes);
        check.Require(double.IsFinite(model.Radius) && model.Radius > 0, $"{at}.radius is {model.Radius}; a number > 0 is expected.");
        for (int i = 0; i < model.Shapes.Count && check.IsClean; i++)
        {
            ReportShape3D shape = model.Shapes[i];
            string place = $"{at}.shapes[{i}]";
            check.Require(
                shape.Body >= 0 && shape.Body < model.Bodies.Count,
                $"{place}.body is {shape.Body}; the position of one of {model.Bodies.Count} bodies is expected.");
            Numbers(check, place + ".size", shape.Size, Sizes(shape.Kind));
            check.Require(shape.Size.All(static size => size >= 0), $"{place}.size has a number below 0.");
            Numbers(check, place + ".position", shape.Position, Axes);
            Numbers(check, place + ".rotation", shape.Rotation, Quaternion);
        }
    }

    private static void CheckEpisode(ReportCheck check, string at, ReportReplay episode, int bodies)
    {
        check.Finite(at + ".return", episode.Return);
        check.Require(
            episode.Steps is >= 1 and <= ReportLimits.CurvePoints,
            $"{at}.steps is {episode.Steps}; a number from 1 to {ReportLimits.CurvePoints} is expected.");
        check.Require(
            episode.Every >= 1 && episode.Every <= episode.Steps,
            $"{at}.every is {episode.Every}; a number from 1 to its {episode.Steps} steps is expected.");
        Numbers(check, at + ".low", episode.Low, Axes);
        Numbers(check, at + ".high", episode.High, Axes);
        check.Count(at + ".aims", episode.Aims.Count, ReportLimits.Marks);
        foreach (ReportAim aim in episode.Aims)
        {
            Numbers(check, $"{at}.aims '{aim.Label}'", aim.Vector, Axes);
        }

        check.Require(
            episode.Tracks.Count == bodies, $"{at}.tracks has {episode.Tracks.Count} entries; one per body is expected: {bodies}.");
        for (int i = 0; i < episode.Tracks.Count && check.IsClean; i++)
        {
            int moments = PoseCode.Moments(episode.Steps, episode.Every);
            check.Require(
                Base64Url.IsValid(episode.Tracks[i], out int bytes) && (bytes == PoseCode.Bytes || bytes == moments * PoseCode.Bytes),
                $"{at}.tracks[{i}] is no base64url text of one pose or of {moments} poses of {PoseCode.Bytes} bytes.");
        }
    }

    private static int Sizes(ReportSolid kind) => kind switch
    {
        ReportSolid.Sphere => 1,
        ReportSolid.Capsule or ReportSolid.Cylinder => 2,
        _ => Axes,
    };

    private static void Numbers(ReportCheck check, string place, double[] numbers, int count)
    {
        check.Require(numbers.Length == count, $"{place} has {numbers.Length} numbers; {count} are expected.");
        foreach (double number in numbers)
        {
            check.Finite(place, number);
        }
    }
}
