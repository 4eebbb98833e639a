using System.Text;
using System.Text.Json;
using Xmrl.Experiments.Reporting;
using Xmrl.Runs;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Training.Configuration;

namespace Xmrl.Watch.Runs;

/// <summary>Reports of runs as JSON, also of runs that are at work, made anew when their files have changed.</summary>
/// <param name="board">The runs.</param>
internal sealed class RunReports(RunBoard board)
{
    /// <summary>Reports that are kept.</summary>
    private const int Kept = 8;

    private readonly Lock _lock = new();
    private readonly MetricsShelf _metrics = new();
    private readonly Dictionary<string, (RunStamp Stamp, string Text)> _reports = new(StringComparer.Ordinal);

    /// <summary>The report of a run with its row: <c>{run, report, problem}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>UTF-8; null where no run has this id.</returns>
    public byte[]? Find(string id)
    {
        if (board.Find(id, out RunStamp? stamp) is not { } run)
        {
            return null;
        }

        string row = JsonSerializer.Serialize(run, RowJson.Options);
        return Encoding.UTF8.GetBytes($"{{\"run\":{row},{Part(run, stamp!)}}}");
    }

    /// <summary>The data of a run's report.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidDataException">A file is not valid.</exception>
    public ReportData DataOf(RunDirectory run) => Report.Of(run, metrics: series => _metrics.Read(run.MetricsPathOf(series)));

    private string Part(WatchedRun run, RunStamp stamp)
    {
        if (!run.HasReport)
        {
            return Problem(run.Page is null ? "The table has no page yet: its first run is not finished." : "");
        }

        lock (_lock)
        {
            if (_reports.TryGetValue(run.Id, out (RunStamp Stamp, string Text) known) && known.Stamp == stamp)
            {
                return known.Text;
            }

            string made = Made(stamp);
            if (_reports.Count >= Kept)
            {
                _reports.Clear();
            }

            _reports[run.Id] = (stamp, made);
            return made;
        }
    }

    private string Made(RunStamp stamp)
    {
        try
        {
            using var json = new MemoryStream();
            ReportFile.Write(DataOf(RunDirectory.OpenPart(stamp.Summary.FullPath)), json);
            return $"\"report\":{Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length)}";
        }
        catch (Exception error) when (
            error is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or ConfigurationException)
        {
            return Problem(FailureSentence.Of(error));
        }
    }

    private static string Problem(string sentence)
        => sentence.Length == 0 ? "\"problem\":null" : $"\"problem\":{JsonSerializer.Serialize(sentence, RowJson.Options)}";
}
