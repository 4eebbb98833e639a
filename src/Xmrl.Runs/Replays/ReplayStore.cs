using System.Globalization;
using System.Text.Json;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Runs.Replays;

/// <summary>Makes the replays of a run small enough to be stored: fewer moments first, then fewer tasks.</summary>
internal static class ReplayStore
{
    /// <summary>Environment variable: megabytes (10⁶ bytes) that the replays of a run may take in all its files.</summary>
    public const string Variable = "XMRL_REPLAY_MB";

    /// <summary>Its default.</summary>
    public const double DefaultMegabytes = 2;

    /// <summary>episodes.json, report.json and report.html hold them each.</summary>
    public const int Copies = 3;

    /// <summary>Longest time between two moments: a page shows what lies between by interpolation.</summary>
    private const double MostSeconds = 0.25;

    private const double MostMegabytes = 60;

    /// <summary>Bytes that the replays may take in each file.</summary>
    /// <param name="setting">Value of <see cref="Variable"/>; null or empty for the default.</param>
    /// <exception cref="FormatException">It is no number of megabytes.</exception>
    public static int Budget(string? setting)
    {
        double megabytes = DefaultMegabytes;
        if (!string.IsNullOrEmpty(setting)
            && !(double.TryParse(setting, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out megabytes)
                && megabytes is >= 0 and <= MostMegabytes))
        {
            throw new FormatException(
                $"{Variable} is '{setting}'; a number of megabytes between 0 and {MostMegabytes} is expected, such as 2 or 0.5.");
        }

        return (int)(megabytes * 1e6 / Copies);
    }

    /// <summary>Chooses moments and episodes.</summary>
    /// <param name="all">The models, and what is said of each episode.</param>
    /// <param name="frames">Poses of each episode at every step. Shape [episodes][T + 1][bodies · 7].</param>
    /// <param name="budget">Bytes, as the run's JSON counts them.</param>
    /// <returns>All episodes with tracks of as many moments as fit; else those of the first tasks; null where none fits.</returns>
    public static ReportReplays? Fit(ReportReplays all, IReadOnlyList<IReadOnlyList<double[]>> frames, int budget)
    {
        Raw[] left =
        [
            .. all.Episodes.Zip(frames).Where(pair => pair.Second.All(static frame => frame.All(double.IsFinite)))
                .Select(pair => new Raw(pair.First, pair.Second, Moving(pair.Second))),
        ];
        int coarsest = Math.Max(1, (int)(MostSeconds / all.SecondsPerStep));
        while (left.Length > 0)
        {
            for (int every = 1; every <= coarsest; every++)
            {
                if (left.Sum(raw => LeastBytes(raw, every)) <= budget)
                {
                    ReportReplay[] coded = [.. left.Select(raw => PoseCode.Encode(raw.Replay, raw.Frames, every))];
                    ReportReplays found = Used(all with { Episodes = coded });
                    if (Bytes(found) <= budget)
                    {
                        return found;
                    }
                }
            }

            string last = left[^1].Replay.TaskId;
            left = [.. left.Where(raw => raw.Replay.TaskId != last)];
        }

        return null;
    }

    /// <summary>Bytes that replays take as a part of a file of the run, which is indented; a report, which is not, takes fewer.</summary>
    /// <param name="replays">The replays.</param>
    public static int Bytes(ReportReplays replays)
        => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, ReportReplays> { [nameof(replays)] = replays }, RunJson.Options)
            .Length;

    /// <summary>Base64 of the bodies that move, without the rest: tells in no time that an attempt is in vain.</summary>
    private static long LeastBytes(Raw episode, int every)
        => (long)episode.Moving * PoseCode.Moments(episode.Replay.Steps, every) * PoseCode.Bytes * 4 / 3;

    /// <summary>How many bodies move by a centimetre or turn by as little.</summary>
    private static int Moving(IReadOnlyList<double[]> frames)
        => Enumerable.Range(0, frames[0].Length / PoseCode.Size).Count(body => frames.Any(frame => Differs(frame, frames[0], body)));

    private static bool Differs(double[] frame, double[] first, int body)
    {
        for (int i = body * PoseCode.Size; i < (body + 1) * PoseCode.Size; i++)
        {
            if (Math.Abs(frame[i] - first[i]) > 0.01)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without the models that no episode is of.</summary>
    private static ReportReplays Used(ReportReplays replays)
    {
        int[] used = [.. replays.Episodes.Select(episode => episode.Model).Distinct().Order()];
        return replays with
        {
            Models = [.. used.Select(model => replays.Models[model])],
            Episodes = [.. replays.Episodes.Select(episode => episode with { Model = Array.IndexOf(used, episode.Model) })],
        };
    }

    /// <summary>An episode before it is coded, and how many of its bodies move.</summary>
    private readonly record struct Raw(ReportReplay Replay, IReadOnlyList<double[]> Frames, int Moving);
}
